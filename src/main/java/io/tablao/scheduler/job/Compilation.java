// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.JobCommand.AddTasks;
import io.tablao.event.JobCommand.FailCompilation;
import io.tablao.event.JobCommand.RegisterJob;
import io.tablao.event.JobCommand.ReleaseTasks;
import io.tablao.event.JobCommand.SealJob;
import io.tablao.event.JobEvent.CompilationFailed;
import io.tablao.event.JobEvent.CompilationRestarted;
import io.tablao.event.JobEvent.JobRegistered;
import io.tablao.event.JobEvent.JobSealed;
import io.tablao.event.JobEvent.TasksAdded;
import io.tablao.event.Refusal;
import io.tablao.model.JobOptions;
import io.tablao.model.JobOptionsReader;
import io.tablao.model.JobStatus;
import io.tablao.model.TaskDefinition;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How a job gets its tasks: from its registration to the end of its compilation. */
final class Compilation {

    private Compilation() {}

    static Decision register(RegisterJob register, Instant now) {
        return new Decision.Builder()
                .event(new JobRegistered(register.job(), register.submission(), now))
                .accepted();
    }

    /**
     * Takes the chunk that is due, and a first chunk of another compilation, which began because the one before it died.
     * Everything else is from that one, or a second delivery.
     */
    static Decision add(Circumstances circumstances, AddTasks add) {
        var head = circumstances.head();
        if (head.status() != JobStatus.UNDER_CONSTRUCTION) {
            return Decision.NOTHING;
        }
        var decision = new Decision.Builder();
        boolean due = add.compilation().equals(head.compilation()) && add.chunk() == head.nextChunk();
        if (!due) {
            boolean another = !add.compilation().equals(head.compilation()) && add.chunk() == 0;
            if (!another) {
                return Decision.NOTHING;
            }
            if (head.compilation() != null) {
                decision.event(new CompilationRestarted(add.job(), add.compilation()));
            }
        }
        return decision.event(new TasksAdded(add.job(), add.compilation(), add.chunk(), add.tasks()))
                .accepted();
    }

    static Decision seal(Circumstances circumstances, SealJob seal) {
        var head = circumstances.head();
        boolean ours = seal.compilation().equals(head.compilation());
        if (head.status() != JobStatus.UNDER_CONSTRUCTION) {
            return ours || isSealed(circumstances)
                    ? Decision.NOTHING
                    : Decision.rejected(
                            Refusal.Kind.CONFLICT,
                            "Expected to complete the construction of job %s but it is %s"
                                    .formatted(head.name(), head.status()));
        }
        var decision = new Decision.Builder();
        if (!ours && seal.taskCount() > 0) {
            // Of a compilation that another one has overtaken; that one will seal the job.
            return Decision.NOTHING;
        }
        if (!ours && head.compilation() != null) {
            decision.event(new CompilationRestarted(seal.job(), seal.compilation()));
        }
        List<TaskDefinition> tasks = ours ? circumstances.job().definitions() : List.of();
        Optional<String> flaw = flaw(tasks, seal.taskCount());
        if (flaw.isPresent()) {
            return failed(circumstances, decision, seal, flaw.get());
        }
        var read = JobOptionsReader.read(
                seal.metadata(), head.created(), circumstances.rules().zone());
        return switch (read) {
            case JobOptionsReader.Refused refused -> failed(circumstances, decision, seal, refused.sentence());
            case JobOptionsReader.Options(JobOptions options) ->
                complete(circumstances, decision, seal, tasks.size(), options);
        };
    }

    /**
     * Whether a compilation has come to its end. Another one, of the same submission delivered twice, has nothing to add, and
     * whoever waits for it has the job.
     */
    private static boolean isSealed(Circumstances circumstances) {
        return circumstances.tasks().size() > 0 || circumstances.status() == JobStatus.COMPLETED;
    }

    private static Decision failed(
            Circumstances circumstances, Decision.Builder decision, SealJob seal, String sentence) {
        return decision.event(new CompilationFailed(seal.job(), sentence, circumstances.now()))
                .answering(new Refusal(Refusal.Kind.INVALID, sentence));
    }

    private static Decision complete(
            Circumstances circumstances, Decision.Builder decision, SealJob seal, int tasks, JobOptions options) {
        var head = circumstances.head();
        decision.event(
                new JobSealed(seal.job(), seal.taskCount(), seal.settings(), seal.metadata(), seal.scriptHash()));
        if (tasks == 0) {
            return decision.event(circumstances.becomes(JobStatus.COMPLETED, "There is nothing to do"))
                    .accepted();
        }
        String waits = Terms.take(circumstances, decision, options);
        decision.event(circumstances.becomes(
                head.initialStatus(), "Compiled into " + count(tasks) + (waits.isEmpty() ? "" : "; " + waits)));
        if (head.initialStatus().runs()) {
            decision.effect(new Effect.Tell(new ReleaseTasks(seal.job())));
        }
        return decision.accepted();
    }

    private static Optional<String> flaw(List<TaskDefinition> tasks, int expected) {
        return tasks.size() == expected
                ? TaskGraph.flaw(tasks)
                : Optional.of("Expected " + count(expected) + " of the compilation but got " + tasks.size());
    }

    private static String count(int tasks) {
        return tasks == 1 ? "1 task" : tasks + " tasks";
    }

    /** The job fails, and who submitted it is told why; again if the message comes again. */
    static Decision fail(Circumstances circumstances, FailCompilation failure) {
        var head = circumstances.head();
        var answer = new Refusal(Refusal.Kind.INVALID, failure.message());
        if (head.status() == JobStatus.UNDER_CONSTRUCTION) {
            return new Decision.Builder()
                    .event(new CompilationFailed(failure.job(), failure.message(), circumstances.now()))
                    .answering(answer);
        }
        if (isSealed(circumstances)) {
            return Decision.NOTHING;
        }
        return head.status() == JobStatus.FAILED
                ? new Decision.Builder().answering(answer)
                : Decision.rejected(
                        Refusal.Kind.CONFLICT,
                        "Expected to fail the compilation of job %s but it is %s"
                                .formatted(head.name(), head.status()));
    }
}
