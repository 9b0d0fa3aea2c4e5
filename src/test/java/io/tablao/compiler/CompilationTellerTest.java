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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompilationTellerTest {

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

    private final List<List<Envelope<JobCommand>>> sent = new ArrayList<>();
    private final CompilationTeller teller =
            new CompilationTeller(SUBMISSION, sent::add, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void tellsTheJobAllChunksThenTheEnd() throws InterruptedException {
        List<TaskDefinition> tasks = tasks(1200);

        teller.take(tasks.subList(0, 700));
        teller.take(tasks.subList(700, 1200));
        teller.end(authored(1200));

        List<Envelope<JobCommand>> messages = sent.getFirst();
        assertThat(sent).hasSize(1);
        assertThat(messages).hasSize(4).allSatisfy(message -> {
            assertThat(message.body().job()).isEqualTo(JOB);
            assertThat(message.cause()).isEqualTo(SUBMISSION.id());
            assertThat(message.time()).isEqualTo(NOW);
        });
        assertThat(messages).extracting(Envelope::replyTo).containsExactly(null, null, null, "api-1");
        var seal = (SealJob) messages.getLast().body();
        assertThat(seal)
                .isEqualTo(new SealJob(
                        JOB, seal.compilation(), 1200, new JsonText("{\"a\":1}"), Map.of("b", "c"), "hash"));
        for (int chunk = 0; chunk < 3; chunk++) {
            var add = (AddTasks) messages.get(chunk).body();
            assertThat(add.compilation()).isEqualTo(seal.compilation());
            assertThat(add.chunk()).isEqualTo(chunk);
            assertThat(add.tasks()).isEqualTo(tasks.subList(chunk * 500, Math.min(1200, chunk * 500 + 500)));
        }
    }

    @Test
    void tellsLargeJobsInSeveralTransactionsWhileTheirTasksCome() throws InterruptedException {
        teller.take(tasks(4100));

        assertThat(sent).hasSize(1).first().satisfies(first -> assertThat(first).hasSize(8));

        teller.end(authored(4100));

        assertThat(sent).hasSize(2);
        assertThat(sent.getLast()).hasSize(2);
        assertThat(((AddTasks) sent.getLast().getFirst().body()).chunk()).isEqualTo(8);
    }

    @Test
    void namesEachCompilationDifferently() throws InterruptedException {
        var other = new CompilationTeller(SUBMISSION, sent::add, Clock.fixed(NOW, ZoneOffset.UTC));

        teller.end(authored(0));
        other.end(authored(0));

        assertThat(((SealJob) sent.getFirst().getFirst().body()).compilation())
                .isNotEqualTo(((SealJob) sent.getLast().getFirst().body()).compilation());
    }

    @Test
    void tellsTheJobOnlyWhyItFailed() throws InterruptedException {
        teller.take(tasks(600));
        teller.end(CompilationFailure.of("Not on a Friday"));

        assertThat(sent)
                .singleElement()
                .satisfies(messages -> assertThat(messages).singleElement().satisfies(message -> {
                    assertThat(message.replyTo()).isEqualTo("api-1");
                    assertThat(message.cause()).isEqualTo(SUBMISSION.id());
                    assertThat(message.body()).isEqualTo(new FailCompilation(JOB, "Not on a Friday"));
                }));
    }

    private static AuthoredJob authored(int tasks) {
        return new AuthoredJob(
                tasks,
                new JsonText("{\"a\":1}"),
                Map.of("b", "c"),
                "hash",
                List.of(),
                Duration.ofMillis(1),
                Duration.ofMillis(2));
    }

    private static List<TaskDefinition> tasks(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> new TaskDefinition(index, "task", "misc", 50, List.of(), List.of()))
                .toList();
    }
}
