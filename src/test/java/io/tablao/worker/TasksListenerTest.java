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

    private final Member single = new Member();
    private final Member several = new Member();
    private final FreeSlots slots = new FreeSlots();
    private final List<HeldAttempt> offered = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Boolean> taken = new CompletableFuture<>();
    private final Taker anna = new Slot();
    private final TasksListener listener = new TasksListener(slots, 4, most -> most == 1 ? single : several);

    @BeforeEach
    void subscribe() {
        single.subscribe(List.of(TOPIC));
        several.subscribe(List.of(TOPIC));
    }

    @AfterEach
    void close() {
        listener.close();
        assertThat(single.closed).isTrue();
        assertThat(several.closed).isTrue();
    }

    @Test
    void acknowledgesOnlyWhenKafkaHasTheQuestionForTheStart() {
        listener.start();
        slots.set(anna, true);
        single.add(dispatch());
        await().until(() -> offered.equals(List.of(new HeldAttempt(TASK, 2))));
        assertThat(single.acknowledged).isEmpty();

        taken.complete(true);
        await().until(() -> single.acknowledged.equals(List.of(AcknowledgeType.ACCEPT)));
        assertThat(single.commits).hasValue(1);
    }

    @Test
    void handsBackWhatNoSlotTakes() {
        listener.start();
        slots.set(anna, true);
        await().until(() -> single.polls.get() > 0);
        slots.set(anna, false);
        single.add(dispatch());
        await().until(() -> single.acknowledged.equals(List.of(AcknowledgeType.RELEASE)));
        assertThat(offered).isEmpty();
    }

    @Test
    void handsBackWhatTheSlotThatWasFreeDoesNotTakeAfterAll() {
        listener.start();
        taken.complete(false);
        slots.set(anna, true);
        single.add(dispatch());
        await().until(() -> single.acknowledged.equals(List.of(AcknowledgeType.RELEASE)));
    }

    @Test
    void passesOverWhatIsNoDispatch() {
        listener.start();
        slots.set(anna, true);
        single.add("{}".getBytes(StandardCharsets.UTF_8));
        await().until(() -> single.acknowledged.equals(List.of(AcknowledgeType.REJECT)));
        assertThat(offered).isEmpty();
    }

    @Test
    void doesNotPollBeforeASlotIsFree() {
        listener.start();
        await().during(Duration.ofMillis(200)).until(() -> single.polls.get() + several.polls.get() == 0);
    }

    @Test
    void takesSeveralAtOnceWhenSoManySlotsAreFree() {
        taken.complete(true);
        slots.set(anna, true);
        for (int i = 0; i < 3; i++) {
            slots.set(new Slot(), true);
        }
        listener.start();
        several.add(dispatch());
        several.add(dispatch());
        await().until(() -> several.acknowledged.equals(List.of(AcknowledgeType.ACCEPT, AcknowledgeType.ACCEPT)));
        assertThat(single.polls).hasValue(0);
    }

    @Test
    void keepsWhatCameTooManyForTheNextSlotThatBecomesFree() {
        Taker bert = new Slot();
        taken.complete(true);
        slots.set(
                attempt -> {
                    slots.set(bert, true);
                    return taken;
                },
                true);
        single.add(dispatch());
        single.add(dispatch());
        listener.start();
        await().until(() -> single.acknowledged.equals(List.of(AcknowledgeType.ACCEPT, AcknowledgeType.ACCEPT)));
    }

    @Test
    void takesOneAfterTheOtherWhenFewerSlotsAreFree() {
        listener.start();
        taken.complete(true);
        slots.set(anna, true);
        single.add(dispatch());
        await().until(() -> single.acknowledged.equals(List.of(AcknowledgeType.ACCEPT)));
        assertThat(several.polls).hasValue(0);
    }

    @Test
    void pollsOnForBusySlotsUntilItHasARecord() {
        listener.start();
        slots.set(anna, true);
        await().until(() -> single.polls.get() > 0);
        slots.set(anna, false);
        int before = single.polls.get();
        await().until(() -> single.polls.get() > before + 5);

        single.add(dispatch());
        await().until(() -> !single.acknowledged.isEmpty());
        int after = single.polls.get();
        await().during(Duration.ofMillis(200)).until(() -> single.polls.get() == after);
    }

    @Test
    void pollsOnWhenTheClientGoesOnFetchingBehindItsBack() {
        listener.start();
        taken.complete(true);
        slots.set(anna, true);
        single.add(dispatch());
        await().until(() -> !single.acknowledged.isEmpty());
        int after = single.polls.get();

        single.fetches.incrementAndGet();
        await().until(() -> single.polls.get() > after);
    }

    /** Takes what it is offered, or not. */
    private final class Slot implements Taker {
        @Override
        public CompletableFuture<Boolean> take(HeldAttempt attempt) {
            offered.add(attempt);
            return taken;
        }
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

        final AtomicInteger added = new AtomicInteger();
        final AtomicInteger polls = new AtomicInteger();
        final AtomicInteger commits = new AtomicInteger();
        final AtomicInteger fetches = new AtomicInteger();
        final List<AcknowledgeType> acknowledged = new CopyOnWriteArrayList<>();
        volatile boolean closed;

        void add(byte[] value) {
            addRecord(new ConsumerRecord<>(TOPIC, 0, added.getAndIncrement(), null, value));
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
            return Map.of(name, new Metric() {
                @Override
                public MetricName metricName() {
                    return name;
                }

                @Override
                public Object metricValue() {
                    return (double) fetches.get();
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
