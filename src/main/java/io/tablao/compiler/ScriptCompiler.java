// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tablao.event.SubmitJob;
import io.tablao.model.JobStatus;
import io.tablao.model.JobSubmission;
import io.tablao.model.JsonText;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Makes the tasks of a submission, by the script of its job type. Sends nothing. */
@Singleton
public class ScriptCompiler {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JobTypes types;
    private final Sandbox sandbox;

    @Inject
    ScriptCompiler(JobTypes types, Sandbox sandbox) {
        this.types = types;
        this.sandbox = sandbox;
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
