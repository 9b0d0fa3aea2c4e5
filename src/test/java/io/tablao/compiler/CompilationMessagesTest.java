// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.Envelope;
import io.tablao.event.JobCommand;
import io.tablao.event.JobCommand.AddTasks;
import io.tablao.event.JobCommand.FailCompilation;
import io.tablao.event.JobCommand.SealJob;
import io.tablao.event.SubmitJob;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.JobSubmission;
import io.tablao.model.JsonText;
import io.tablao.model.TaskDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompilationMessagesTest {

    private static final JobId JOB = JobId.of("b3ab5a4c-6a2d-4b3f-9a0e-5c8b3a0f0001");
    private static final Instant NOW = Instant.parse("2026-03-05T14:01:02Z");
    private static final Envelope<SubmitJob> SUBMISSION = new Envelope<>(
            UUID.randomUUID(),
            Instant.EPOCH,
            "api-1",
            null,
            new SubmitJob(
                    JOB,
                    new JobSubmission(
                            "job",
                            "test",
                            null,
                            50,
                            JsonText.EMPTY_OBJECT,
                            Map.of(),
                            "linux",
                            null,
                            null,
                            JobStatus.QUEUED),
                    Instant.EPOCH));

    @Test
    void tellsTheJobAllChunksThenTheEnd() {
        List<TaskDefinition> tasks = IntStream.range(0, 1200)
                .mapToObj(index -> new TaskDefinition(index, "task", "misc", 50, List.of(), List.of()))
                .toList();
        var authored = new AuthoredJob(tasks, new JsonText("{\"a\":1}"), Map.of("b", "c"), "hash");

        List<Envelope<JobCommand>> messages = CompilationMessages.of(SUBMISSION, authored, NOW);

        assertThat(messages).hasSize(4).allSatisfy(message -> {
            assertThat(message.body().job()).isEqualTo(JOB);
            assertThat(message.cause()).isEqualTo(SUBMISSION.id());
            assertThat(message.time()).isEqualTo(NOW);
        });
        assertThat(messages).extracting(Envelope::replyTo).containsExactly(null, null, null, "api-1");
        var seal = (SealJob) messages.getLast().body();
        assertThat(seal)
                .isEqualTo(
                        new SealJob(JOB, seal.compilation(), 1200, authored.settings(), authored.metadata(), "hash"));
        for (int chunk = 0; chunk < 3; chunk++) {
            var add = (AddTasks) messages.get(chunk).body();
            assertThat(add.compilation()).isEqualTo(seal.compilation());
            assertThat(add.chunk()).isEqualTo(chunk);
            assertThat(add.tasks()).isEqualTo(tasks.subList(chunk * 500, Math.min(1200, chunk * 500 + 500)));
        }
    }

    @Test
    void namesEachCompilationDifferently() {
        var authored = new AuthoredJob(
                List.of(new TaskDefinition(0, "task", "misc", 50, List.of(), List.of())),
                JsonText.EMPTY_OBJECT,
                Map.of(),
                "hash");

        assertThat(((AddTasks) CompilationMessages.of(SUBMISSION, authored, NOW)
                                .getFirst()
                                .body())
                        .compilation())
                .isNotEqualTo(((AddTasks) CompilationMessages.of(SUBMISSION, authored, NOW)
                                .getFirst()
                                .body())
                        .compilation());
    }

    @Test
    void tellsTheJobWhyItFailed() {
        List<Envelope<JobCommand>> messages =
                CompilationMessages.of(SUBMISSION, CompilationFailure.of("Not on a Friday"), NOW);

        assertThat(messages).singleElement().satisfies(message -> {
            assertThat(message.replyTo()).isEqualTo("api-1");
            assertThat(message.cause()).isEqualTo(SUBMISSION.id());
            assertThat(message.body()).isEqualTo(new FailCompilation(JOB, "Not on a Friday"));
        });
    }
}
