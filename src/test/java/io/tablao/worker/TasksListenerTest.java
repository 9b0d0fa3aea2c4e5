// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tablao.bus.MessageCodec;
import io.tablao.event.Dispatch;
import io.tablao.event.Envelope;
import io.tablao.event.WorkerCommand.HeldAttempt;
import io.tablao.model.JobId;
import io.tablao.model.QueueId;
import io.tablao.model.TaskKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TasksListenerTest {

    private static final String TOPIC = "tablao.tasks.misc";
    private static final TaskKey TASK = new TaskKey(new JobId(new UUID(0, 1)), 3);

    private final Member member = new Member();
    private final List<HeldAttempt> offered = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Boolean> taken = new CompletableFuture<>();
    private final TasksListener listener = new TasksListener("anna", () -> member, attempt -> {
        offered.add(attempt);
        return taken;
    });

    @BeforeEach
    void start() {
        member.subscribe(List.of(TOPIC));
        listener.start();
    }

    @AfterEach
    void close() {
        listener.close();
        assertThat(member.closed).isTrue();
    }

    @Test
    void acknowledgesOnlyWhenKafkaHasTheQuestionForTheStart() {
        listener.want(true);
        member.add(dispatch());
        await().until(() -> offered.equals(List.of(new HeldAttempt(TASK, 2))));
        assertThat(member.acknowledged).isEmpty();

        taken.complete(true);
        await().until(() -> member.acknowledged.equals(List.of(AcknowledgeType.ACCEPT)));
        assertThat(member.commits).hasValue(1);
    }

    @Test
    void handsBackWhatTheSlotDoesNotTake() {
        taken.complete(false);
        listener.want(true);
        await().until(() -> member.polls.get() > 0);
        listener.want(false);
        member.add(dispatch());
        await().until(() -> member.acknowledged.equals(List.of(AcknowledgeType.RELEASE)));
    }

    @Test
    void passesOverWhatIsNoDispatch() {
        listener.want(true);
        member.add("{}".getBytes(StandardCharsets.UTF_8));
        await().until(() -> member.acknowledged.equals(List.of(AcknowledgeType.REJECT)));
        assertThat(offered).isEmpty();
    }

    @Test
    void doesNotPollBeforeTheSlotIsFree() {
        await().during(Duration.ofMillis(200)).until(() -> member.polls.get() == 0);
    }

    @Test
    void pollsOnForABusySlotUntilItHasARecord() {
        taken.complete(false);
        listener.want(true);
        await().until(() -> member.polls.get() > 0);
        listener.want(false);
        int before = member.polls.get();
        await().until(() -> member.polls.get() > before + 5);

        member.add(dispatch());
        await().until(() -> !member.acknowledged.isEmpty());
        int after = member.polls.get();
        await().during(Duration.ofMillis(200)).until(() -> member.polls.get() == after);
    }

    @Test
    void pollsOnWhenTheClientGoesOnFetchingBehindItsBack() {
        taken.complete(true);
        listener.want(true);
        await().until(() -> member.polls.get() > 0);
        listener.want(false);
        member.add(dispatch());
        await().until(() -> !member.acknowledged.isEmpty());
        int after = member.polls.get();

        member.fetches.incrementAndGet();
        await().until(() -> member.polls.get() > after);
    }

    private static byte[] dispatch() {
        return MessageCodec.encode(new Envelope<>(
                new UUID(0, 2),
                Instant.parse("2026-11-22T20:00:00Z"),
                null,
                null,
                new Dispatch(QueueId.of("misc"), TASK, 2)));
    }

    /** A member of the group that tells what was done with it. */
    private static final class Member extends MockShareConsumer<byte[], byte[]> {

        final AtomicInteger polls = new AtomicInteger();
        final AtomicInteger commits = new AtomicInteger();
        final AtomicInteger fetches = new AtomicInteger();
        final List<AcknowledgeType> acknowledged = new CopyOnWriteArrayList<>();
        volatile boolean closed;

        void add(byte[] value) {
            addRecord(new ConsumerRecord<>(TOPIC, 0, 0, null, value));
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            polls.incrementAndGet();
            return super.poll(timeout);
        }

        @Override
        public synchronized void acknowledge(ConsumerRecord<byte[], byte[]> message, AcknowledgeType type) {
            acknowledged.add(type);
        }

        @Override
        public synchronized void commitAsync() {
            commits.incrementAndGet();
        }

        @Override
        public synchronized Map<MetricName, ? extends Metric> metrics() {
            var name = new MetricName("fetch-total", "consumer-share-fetch-manager-metrics", "", Map.of());
            double count = fetches.get();
            return Map.of(name, new Metric() {
                @Override
                public MetricName metricName() {
                    return name;
                }

                @Override
                public Object metricValue() {
                    return count;
                }
            });
        }

        @Override
        public synchronized void close(Duration timeout) {
            closed = true;
            super.close(timeout);
        }
    }
}
