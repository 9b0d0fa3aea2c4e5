// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.tablao.bus.FarmTopics;
import io.tablao.bus.KafkaSettings;
import io.tablao.bus.KeyedInlet;
import io.tablao.bus.MessageCodec;
import io.tablao.bus.TopicLayout;
import io.tablao.event.Command;
import io.tablao.event.EntityKey;
import io.tablao.event.Envelope;
import io.tablao.event.JobCommand.AddTasks;
import io.tablao.event.JobCommand.FailCompilation;
import io.tablao.event.JobCommand.SealJob;
import io.tablao.event.SubmitJob;
import io.tablao.event.Topics;
import io.tablao.farm.TestInfrastructure;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.JobSubmission;
import io.tablao.model.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** A process that is a compiler and nothing else, between its two topics. */
@QuarkusTest
@WithTestResource(TestInfrastructure.class)
@TestProfile(CompilerStageIT.CompilerOnly.class)
class CompilerStageIT {

    /** Other stages are other processes' business. */
    public static class CompilerOnly implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tablao.roles",
                    "compiler",
                    "tablao.compilers.dir",
                    scripts().toString());
        }

        private static Path scripts() {
            try {
                Path folder = Files.createTempDirectory("tablao-scripts-");
                Files.writeString(
                        folder.resolve("endless.js"),
                        "const JOB_TYPE = { label: 'Endless', settings: [] }; function compileJob() { for (;;) {} }");
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final JobId job = new JobId(UUID.randomUUID());
    private final KafkaSettings kafka = KafkaSettings.of(TestInfrastructure.kafka());

    @Test
    void tellsTheJobItsTasks() throws Exception {
        Envelope<SubmitJob> submission = submission("{\"message\": \"hi\", \"sleep_repeats\": 1200}");

        List<Envelope<Command>> heard = commandsAfter(submission);

        assertThat(heard).hasSize(4);
        assertThat(heard.getFirst().body()).isInstanceOf(AddTasks.class);
        var seal = (SealJob) heard.getLast().body();
        assertThat(seal.taskCount()).isEqualTo(1201);
        assertThat(heard.getLast().replyTo()).isEqualTo("api-1");
        assertThat(heard.getLast().cause()).isEqualTo(submission.id());
    }

    @Test
    void tellsTheJobWhyItsScriptRefused() throws Exception {
        List<Envelope<Command>> heard = commandsAfter(submission("{}"));

        assertThat(heard)
                .singleElement()
                .extracting(Envelope::body)
                .isEqualTo(new FailCompilation(job, "Setting \"message\" is required"));
    }

    @Test
    void doesNotLetOthersWaitForAScriptThatDoesNotEnd() throws Exception {
        JobId endless = new JobId(UUID.randomUUID());
        try (var producer = new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer())) {
            var slow = submission(endless, "endless", "{}");
            producer.send(new ProducerRecord<>(Topics.SUBMISSIONS, slow.body().key(), MessageCodec.encode(slow)))
                    .get();
        }

        // The endless one is stopped after ten seconds, and its failure is heard then.
        List<Envelope<Command>> heard =
                commandsAfter(submission("{\"message\": \"hi\"}"), Set.of(keyOf(job), keyOf(endless)));

        assertThat(heard.getLast().body()).isInstanceOf(SealJob.class);
    }

    private List<Envelope<Command>> commandsAfter(Envelope<SubmitJob> submission) throws Exception {
        return commandsAfter(submission, Set.of(keyOf(job)));
    }

    private static String keyOf(JobId job) {
        return EntityKey.of(job).toString();
    }

    /** All commands for the keys, up to the first that is answered. */
    private List<Envelope<Command>> commandsAfter(Envelope<SubmitJob> submission, Set<String> keys) throws Exception {
        try (Admin admin = Admin.create(kafka.admin())) {
            FarmTopics.ensure(admin, TopicLayout.EMBEDDED);
        }
        BlockingQueue<Envelope<Command>> commands = new LinkedBlockingQueue<>();
        List<Envelope<Command>> heard = new ArrayList<>();
        try (var inlet = new KeyedInlet<>(kafka, Topics.COMMANDS, Command.class, keys, commands::add);
                var producer =
                        new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer())) {
            inlet.start().toCompletableFuture().get(30, TimeUnit.SECONDS);
            producer.send(new ProducerRecord<>(
                            Topics.SUBMISSIONS, submission.body().key(), MessageCodec.encode(submission)))
                    .get();
            do {
                Envelope<Command> next = commands.poll(30, TimeUnit.SECONDS);
                assertThat(next).as("a command after %s", heard).isNotNull();
                heard.add(next);
            } while (heard.getLast().replyTo() == null);
        }
        return heard;
    }

    private Envelope<SubmitJob> submission(String settings) {
        return submission(job, "echo-sleep-test", settings);
    }

    private static Envelope<SubmitJob> submission(JobId job, String type, String settings) {
        var asked = new JobSubmission(
                "job", type, null, 50, new JsonText(settings), Map.of(), "linux", null, null, JobStatus.QUEUED);
        return new Envelope<>(
                UUID.randomUUID(), Instant.now(), "api-1", null, new SubmitJob(job, asked, Instant.now()));
    }
}
