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
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

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
            Thread.ofVirtual().name("compiler-warm-up").start(this::warmUp);
        }
    }

    private void warmUp() {
        try {
            compile(WARM_UP, tasks -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warnf("The sandbox could not be tried out: %s", e);
        }
    }

    /**
     * Runs the script of a submission's job type, on a thread of the sandbox, while the caller's thread hands on what comes out.
     * Whatever the submitter or the script is to blame for comes back as a {@link CompilationFailure}; then the tasks that the
     * sink has taken count for nothing.
     *
     * @throws RuntimeException only for bugs, and when the process is ending
     */
    public Compilation compile(SubmitJob submit, TaskSink sink) throws InterruptedException {
        JobSubmission submission = submit.submission();
        String etag = submission.typeEtag();
        // The api has accepted it, by what it knows itself.
        Catalogue catalogue = types.catalogue(now -> now.find(submission.type())
                .filter(entry -> etag == null || etag.equals(entry.type().etag()))
                .isPresent());
        Catalogue.Entry entry = catalogue.find(submission.type()).orElse(null);
        if (entry == null) {
            return CompilationFailure.of(catalogue.whyUnknown(submission.type()));
        }
        if (etag != null && !etag.equals(entry.type().etag())) {
            return CompilationFailure.of("Job type \"" + submission.type()
                    + "\" has changed since the submitter saw it: refresh the job types");
        }
        var log = ScriptLog.logged(
                "Script " + entry.script().file() + ", job " + submit.job(),
                sandbox.allowance().logLines());
        return checkedAndRun(submit, entry.type(), entry.script(), log, Purpose.SUBMISSION, sink);
    }

    /**
     * The same for a job that nobody submits.
     *
     * @param text of a script that takes the place of the job type's, which need not exist; null: the job type's own
     * @param modules scripts that the given one requires, by their path beside it; those of the farm's own folder count too
     */
    public Compilation tryOut(
            JobSubmission submission, @Nullable String text, Map<String, String> modules, TaskSink sink)
            throws InterruptedException {
        var submit = new SubmitJob(new JobId(UUID.randomUUID()), submission, Instant.now());
        var log = ScriptLog.kept(sandbox.allowance().logLines());
        if (text == null) {
            Catalogue catalogue = types.catalogue();
            Catalogue.Entry entry = catalogue.find(submission.type()).orElse(null);
            return entry == null
                    ? CompilationFailure.of(catalogue.whyUnknown(submission.type()))
                    : checkedAndRun(submit, entry.type(), entry.script(), log, Purpose.TRIAL, sink);
        }
        Script script = types.script(submission.type(), text, modules);
        return switch (types.describe(script)) {
            case CatalogueReader.Broken broken -> CompilationFailure.of(broken.problem());
            case CatalogueReader.Understood understood ->
                checkedAndRun(submit, understood.type(), script, log, Purpose.TRIAL, sink);
        };
    }

    private Compilation checkedAndRun(
            SubmitJob submit, JobType type, Script script, ScriptLog log, Purpose purpose, TaskSink sink)
            throws InterruptedException {
        return switch (SettingsCheck.check(type, submit.submission().settings())) {
            case SettingsCheck.Refused refused -> CompilationFailure.of(refused.sentence());
            case SettingsCheck.Passed passed -> run(submit, script, passed.settings(), log, purpose, sink);
        };
    }

    private Compilation run(
            SubmitJob submit, Script script, JsonText settings, ScriptLog log, Purpose purpose, TaskSink sink)
            throws InterruptedException {
        long begun = System.nanoTime();
        var reader = new TaskReader(script, sandbox.allowance());
        try (ScriptRun run = sandbox.compile(script, jobAsSeenByScript(submit, settings), log, purpose)) {
            while (true) {
                switch (run.next()) {
                    case ScriptRun.Tasks tasks -> sink.take(reader.read(tasks.json()));
                    case ScriptRun.Broken broken -> throw new IllegalStateException(broken.cause());
                    case ScriptRun.End(SandboxResult.Stopped(ScriptProblem problem, boolean again)) -> {
                        return CompilationFailure.of(problem);
                    }
                    case ScriptRun.End(SandboxResult.Returned(String rest, Duration ran)) -> {
                        JobRest job = JobRest.read(script, rest);
                        reader.end(job.tasks());
                        return job.authored(log.lines(), ran, Duration.ofNanos(System.nanoTime() - begun));
                    }
                }
            }
        } catch (TaskReader.Unfit unfit) {
            return CompilationFailure.of(unfit.problem());
        }
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
