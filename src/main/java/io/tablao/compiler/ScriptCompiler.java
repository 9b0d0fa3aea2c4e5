// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.StartupEvent;
import io.tablao.bus.Role;
import io.tablao.bus.Roles;
import io.tablao.event.SubmitJob;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.JobSubmission;
import io.tablao.model.JsonText;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** Makes the tasks of a submission, by the script of its job type. Sends nothing. */
@Singleton
public class ScriptCompiler {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Logger LOG = Logger.getLogger(ScriptCompiler.class);
    private static final SubmitJob WARM_UP = new SubmitJob(
            new JobId(new UUID(0, 0)),
            new JobSubmission(
                    "warm-up",
                    "simple-blender-render",
                    null,
                    JobSubmission.DEFAULT_PRIORITY,
                    new JsonText("""
                            {"frames": "1-10", "render_output_root": "/", "render_output_path": "/{timestamp}/######",
                             "blendfile": "/a.blend", "fps": 24, "format": "PNG", "image_file_extension": ".png"}"""),
                    Map.of(),
                    "manager",
                    null,
                    null,
                    JobStatus.QUEUED),
            Instant.EPOCH);

    private final JobTypes types;
    private final Sandbox sandbox;

    @Inject
    ScriptCompiler(JobTypes types, Sandbox sandbox) {
        this.types = types;
        this.sandbox = sandbox;
    }

    void onStart(@Observes StartupEvent event, Roles roles) {
        if (roles.has(Role.COMPILER)) {
            // The first run costs a second, which is better spent before somebody waits for it.
            var unused = compile(WARM_UP).exceptionally(problem -> {
                LOG.warnf("The sandbox could not be tried out: %s", problem);
                return CompilationFailure.of(String.valueOf(problem));
            });
        }
    }

    /**
     * Runs the script on a thread of the sandbox. The stage completes with a {@link CompilationFailure} for whatever the
     * submitter or the script is to blame for, and exceptionally only for bugs and shutdown.
     */
    public CompletionStage<Compilation> compile(SubmitJob submit) {
        return types.ready().thenCompose(ready -> compile(submit, types.catalogue()));
    }

    private CompletionStage<Compilation> compile(SubmitJob submit, Catalogue catalogue) {
        JobSubmission submission = submit.submission();
        Catalogue.Entry entry = catalogue.find(submission.type()).orElse(null);
        if (entry == null) {
            return failed(catalogue.whyUnknown(submission.type()));
        }
        String etag = submission.typeEtag();
        if (etag != null && !etag.equals(entry.type().etag())) {
            return failed("Job type \"" + submission.type() + "\" has changed since the submitter saw it");
        }
        return switch (SettingsCheck.check(entry.type(), submission.settings())) {
            case SettingsCheck.Refused refused -> failed(refused.sentence());
            case SettingsCheck.Passed passed -> run(submit, entry.script(), passed.settings());
        };
    }

    private CompletionStage<Compilation> run(SubmitJob submit, Script script, JsonText settings) {
        var log = new ScriptLog("Script " + script.file() + ", job " + submit.job());
        return sandbox.compile(script, jobAsSeenByScript(submit, settings), log).thenApply(result -> switch (result) {
            case SandboxResult.Stopped stopped -> CompilationFailure.of(stopped.problem());
            case SandboxResult.Returned returned -> AuthoredJobReader.read(script, returned.json());
        });
    }

    private static CompletionStage<Compilation> failed(String sentence) {
        return CompletableFuture.completedFuture(CompilationFailure.of(sentence));
    }

    private static String jobAsSeenByScript(SubmitJob submit, JsonText settings) {
        JobSubmission submission = submit.submission();
        JsonText storage = submission.storage();
        String tag = submission.workerTag();
        ObjectNode job = JSON.createObjectNode();
        job.put("jobID", submit.job().toString());
        job.put("name", submission.name());
        job.put("jobType", submission.type());
        job.put("priority", submission.priority());
        job.put("status", JobStatus.UNDER_CONSTRUCTION.toString());
        job.put("created", submit.created().toString());
        job.set("settings", tree(settings));
        job.set("metadata", JSON.valueToTree(submission.metadata()));
        job.set("storage", storage == null ? JSON.createObjectNode() : tree(storage));
        job.put("workerTagUUID", tag == null ? "" : tag);
        return job.toString();
    }

    private static JsonNode tree(JsonText json) {
        try {
            return JSON.readTree(json.text());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + json, e);
        }
    }
}
