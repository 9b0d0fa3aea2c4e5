// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablao.bus.TransactionalOutlet.Outgoing;
import io.tablao.event.Answer;
import io.tablao.event.Envelope;
import io.tablao.farm.TestInfrastructure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class InletAndOutletIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private final KafkaSettings kafka = KafkaSettings.of(TestInfrastructure.kafka());
    private final String topic = "inlet-" + UUID.randomUUID();
    private final BlockingQueue<Answer> heard = new LinkedBlockingQueue<>();

    @Test
    void anInletHearsItsOwnKeysFromNowOn() throws Exception {
        // given
        createTopic();
        try (var outlet = outlet("from-now-on");
                var inlet = inlet("anna", "berta")) {
            await(outlet.send(List.of(to("anna"))));
            await(inlet.start());

            // when
            Outgoing first = to("anna");
            Outgoing second = to("berta");
            await(outlet.send(List.of(first, to("clara"), second)));
            Outgoing third = to("anna");
            await(outlet.send(List.of(third)));

            // then
            assertThat(List.of(next(), next(), next()))
                    .containsExactlyInAnyOrder(
                            (Answer) first.envelope().body(),
                            (Answer) second.envelope().body(),
                            (Answer) third.envelope().body());
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void anInletWaitsForItsTopic() throws Exception {
        try (var inlet = inlet("anna")) {
            // given
            CompletionStage<Void> positioned = inlet.start();
            assertThat(inlet.isPositioned()).isFalse();

            // when
            createTopic();
            await(positioned);

            // then
            assertThat(inlet.isPositioned()).isTrue();
        }
    }

    @Test
    void anOutletThatWasFencedComesBack() throws Exception {
        // given
        createTopic();
        try (var one = outlet("fenced");
                var other = outlet("fenced");
                var inlet = inlet("anna")) {
            await(inlet.start());
            await(one.send(List.of(to("anna"))));
            await(other.send(List.of(to("anna"))));

            // when
            Outgoing last = to("anna");
            await(one.send(List.of(last)));

            // then
            next();
            next();
            assertThat(next()).isEqualTo(last.envelope().body());
        }
    }

    @Test
    void manySendersShareTransactions() throws Exception {
        createTopic();
        try (var outlet = outlet("many");
                var inlet = inlet("anna")) {
            await(inlet.start());

            var sends = IntStream.range(0, 500)
                    .mapToObj(each -> outlet.send(List.of(to("anna"), to("anna"))))
                    .toList();

            for (var send : sends) {
                await(send);
            }
            for (int each = 0; each < 1000; each++) {
                next();
            }
        }
    }

    @Test
    void anOutletSaysThatKafkaIsAway() {
        var nowhere = KafkaSettings.of("localhost:1");
        try (var outlet = new TransactionalOutlet(nowhere, "nowhere", Duration.ofSeconds(1))) {
            outlet.start();

            assertThatThrownBy(() -> await(outlet.send(List.of(to("anna")))))
                    .hasCauseInstanceOf(KafkaAway.class)
                    .hasMessageContaining("within 1 s");
        }
    }

    private TransactionalOutlet outlet(String name) {
        var outlet = new TransactionalOutlet(kafka, topic + name, PATIENCE);
        outlet.start();
        return outlet;
    }

    private KeyedInlet<Answer> inlet(String... keys) {
        return new KeyedInlet<>(kafka, topic, Answer.class, Set.of(keys), envelope -> heard.add(envelope.body()));
    }

    private Answer next() throws InterruptedException {
        Answer answer = heard.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(answer).as("a further answer").isNotNull();
        return answer;
    }

    private Outgoing to(String key) {
        Answer answer = new Answer.Accepted(key, UUID.randomUUID(), null, null);
        return new Outgoing(topic, new Envelope<>(UUID.randomUUID(), Instant.EPOCH, null, null, answer));
    }

    private static void await(CompletionStage<Void> stage) throws Exception {
        stage.toCompletableFuture().get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void createTopic() throws Exception {
        try (Admin admin = Admin.create(kafka.admin())) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(3), Optional.empty())))
                    .all()
                    .get();
            for (int partition = 0; partition < 3; partition++) {
                admin.listOffsets(Map.of(new TopicPartition(topic, partition), OffsetSpec.latest()))
                        .all()
                        .get();
            }
        }
    }
}
