// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import io.tablao.bus.ShardOwner.ShardCommand;
import io.tablao.event.Command;
import io.tablao.event.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/**
 * The Kafka side of the scheduler: one thread and one transaction at a time for all shards of a process. Reads commands, has
 * them decided, writes what follows together with the commands' offsets, and recovers the shards that it is assigned.
 *
 * <p>On the plain client, since SmallRye's channels have no word for one transaction over several partitions with a recovery
 * at each assignment.
 */
public final class ShardLoop implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ShardLoop.class);
    private static final String GROUP = "tablao-scheduler";
    private static final Duration LONGEST_POLL = Duration.ofMillis(200);
    private static final Duration CONTACT = Duration.ofSeconds(5);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final KafkaSettings kafka;
    private final String instance;
    private final ShardOwner owner;
    private final Clock clock;
    private final ShardRecovery recovery;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile boolean assigned;
    private boolean silenceReported;

    /**
     * @param instance names this process among the farm's schedulers; the same after a restart, so that it takes its own place
     *     again at once
     */
    public ShardLoop(KafkaSettings kafka, String instance, ShardOwner owner, Clock clock) {
        this.kafka = kafka;
        this.instance = instance;
        this.owner = owner;
        this.clock = clock;
        this.recovery = new ShardRecovery(kafka);
        this.thread = new Thread(this::run, "scheduler");
    }

    public void start() {
        thread.start();
    }

    /** Whether the loop has its place among the schedulers, and its shards, if it has any, are recovered. */
    public boolean ready() {
        return assigned;
    }

    /** Ends after the transaction under way; the shards go to other processes at once. */
    @Override
    public void close() {
        stopping.countDown();
        try {
            if (!thread.join(STOP)) {
                LOG.warn("The scheduler did not stop in time; its shards are recovered by the next one");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean stopped() {
        return stopping.getCount() == 0;
    }

    private void run() {
        while (!stopped()) {
            try {
                serve();
            } catch (InterruptedException | InterruptException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (WakeupException e) {
                LOG.debug("The scheduler's wait was cut short", e);
            } catch (RuntimeException e) {
                if (!stopped()) {
                    LOG.errorf(
                            e,
                            "The scheduler gives up its shards and recovers them from their state: %s",
                            e.getMessage());
                    pause();
                }
            }
        }
    }

    /** Between two recoveries, so that a broker that is away is not asked a thousand times a second. */
    private void pause() {
        try {
            if (stopping.await(1, TimeUnit.SECONDS)) {
                LOG.debug("Asked to stop while waiting for Kafka");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() throws InterruptedException {
        Set<Integer> held = new HashSet<>();
        var producer = new KafkaProducer<>(
                ShardTransaction.settings(kafka, GROUP + "-" + instance),
                new StringSerializer(),
                new ByteArraySerializer());
        var consumer = new KafkaConsumer<>(consumerSettings(), new StringDeserializer(), new ByteArrayDeserializer());
        var ends = new KafkaConsumer<>(endsSettings(), new StringDeserializer(), new ByteArrayDeserializer());
        try {
            producer.initTransactions();
            var transaction = new ShardTransaction(producer);
            var contact = new Contact(clock.instant());
            consumer.subscribe(List.of(Topics.COMMANDS), new Assignment(consumer, held));
            while (!stopped()) {
                step(consumer, ends, transaction, contact);
            }
        } finally {
            assigned = false;
            ends.close(CloseOptions.timeout(CLOSE));
            // What is still on its way belongs to a transaction that has failed, or there is nothing.
            producer.close(CLOSE);
            // A static member that closes keeps its place unless it says that it leaves.
            consumer.close(CloseOptions.timeout(CLOSE)
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
            // Whatever was decided and not written is read back, or decided by the next owner.
            owner.rolledBack();
            held.forEach(owner::release);
        }
    }

    private void step(
            KafkaConsumer<String, byte[]> consumer,
            KafkaConsumer<String, byte[]> ends,
            ShardTransaction transaction,
            Contact contact)
            throws InterruptedException {
        Map<TopicPartition, Long> firsts = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        List<ShardCommand> commands = new ArrayList<>();
        List<ConsumerRecord<String, byte[]>> unreadable = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> line : consumer.poll(untilNextTimer())) {
            firsts.putIfAbsent(new TopicPartition(line.topic(), line.partition()), line.offset());
            offsets.put(new TopicPartition(line.topic(), line.partition()), new OffsetAndMetadata(line.offset() + 1));
            try {
                commands.add(new ShardCommand(line.partition(), MessageCodec.decode(line.value(), Command.class)));
            } catch (UnreadableMessage e) {
                LOG.errorf("A command cannot be read and goes to %s: %s", Topics.DEAD_COMMANDS, e.getMessage());
                unreadable.add(line);
            }
        }
        boolean fireTimers = timersMayFire(consumer, ends, contact, !offsets.isEmpty());
        while (!offsets.isEmpty() || fireTimers) {
            Instant now = clock.instant();
            ShardOutput output = owner.decide(commands, now, fireTimers);
            unreadable.forEach(line -> output.dead(line.key(), line.value()));
            try {
                if (!output.isEmpty() || !offsets.isEmpty()) {
                    // Offsets are sent when nothing but timers was decided, too: with them the group tells whether the
                    // shards are still ours.
                    transaction.write(
                            output, offsets.isEmpty() ? positions(consumer) : offsets, consumer.groupMetadata(), now);
                }
                owner.committed();
                return;
            } catch (ShardTransaction.Overtaken e) {
                owner.rolledBack();
                // The next poll takes the shards away that others have, or joins anew and recovers them; what is
                // left to us is read again.
                firsts.keySet().retainAll(consumer.assignment());
                firsts.forEach(consumer::seek);
                LOG.warnf(
                        "The schedulers have shared the shards out again while this one was at work; nothing of that is"
                                + " written, and it is decided again by whose it is now: %s",
                        e.getMessage());
                return;
            } catch (ShardTransaction.Aborted e) {
                owner.rolledBack();
                owner.graceFrom(clock.instant());
                fireTimers = false;
                LOG.warnf("A transaction was aborted and is tried again: %s", e.getMessage());
                if (stopping.await(50, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        }
    }

    /** Where each shard of ours is read on: everything before was decided, and written. */
    private static Map<TopicPartition, OffsetAndMetadata> positions(KafkaConsumer<String, byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        for (TopicPartition shard : consumer.assignment()) {
            positions.put(shard, new OffsetAndMetadata(consumer.position(shard)));
        }
        return positions;
    }

    private Duration untilNextTimer() {
        Duration until = owner.nextTimer()
                .map(due -> Duration.between(clock.instant(), due))
                .orElse(LONGEST_POLL);
        if (until.isNegative()) {
            return Duration.ZERO;
        }
        return until.compareTo(LONGEST_POLL) < 0 ? until : LONGEST_POLL;
    }

    /**
     * A timer must not fire before what was sent in time has been read, and not at all when nothing could be sent: so the
     * broker is asked how long the log is, just before. When contact was lost meanwhile, everybody gets grace.
     *
     * @param ends asks that: on the connection of {@code consumer} the question would wait behind a fetch, for half a second
     *     when nothing comes
     * @param heard whether something was read just now
     */
    private boolean timersMayFire(
            KafkaConsumer<String, byte[]> consumer,
            KafkaConsumer<String, byte[]> ends,
            Contact contact,
            boolean heard) {
        Instant now = clock.instant();
        boolean due = owner.nextTimer().filter(at -> !at.isAfter(now)).isPresent();
        if (!due && heard) {
            renew(contact);
            return false;
        }
        if (!due && !contact.toBeAsked(now)) {
            return false;
        }
        try {
            var lengths = ends.endOffsets(consumer.assignment(), CONTACT);
            return renew(contact)
                    && due
                    && lengths.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        } catch (TimeoutException e) {
            if (!silenceReported) {
                LOG.warn("Kafka does not answer; no time-out is decided until it does");
                silenceReported = true;
            }
            return false;
        }
    }

    /** @return whether there was contact all the time */
    private boolean renew(Contact contact) {
        Instant now = clock.instant();
        silenceReported = false;
        if (!contact.made(now)) {
            return true;
        }
        owner.graceFrom(now);
        LOG.info("Contact with Kafka was lost for a time; nobody's silence meanwhile counts");
        return false;
    }

    private Map<String, Object> endsSettings() {
        Map<String, Object> settings = kafka.consumer();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.RETRY_BACKOFF_MS_CONFIG, 20);
        return settings;
    }

    private Map<String, Object> consumerSettings() {
        Map<String, Object> settings = kafka.consumer();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
        // The least that brokers allow by default: for so long nobody decides for a process that was killed.
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        // A process learns of others that come and go with its next heartbeat.
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 500);
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
        settings.put(ConsumerConfig.RETRY_BACKOFF_MS_CONFIG, 20);
        return settings;
    }

    /** Recovers shards as they come, in the order that leaves nothing out: offsets, then state, then commands. */
    private final class Assignment implements ConsumerRebalanceListener {

        private final KafkaConsumer<String, byte[]> consumer;
        private final Set<Integer> held;

        Assignment(KafkaConsumer<String, byte[]> consumer, Set<Integer> held) {
            this.consumer = consumer;
            this.held = held;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                recover(partitions);
            }
            assigned = true;
        }

        private void recover(Collection<TopicPartition> partitions) {
            long began = System.nanoTime();
            // Stable offsets, since the consumer reads committed: waits for a transaction of the former owner.
            var committed = consumer.committed(new HashSet<>(partitions));
            var beginnings = consumer.beginningOffsets(partitions);
            List<Integer> shards =
                    partitions.stream().map(TopicPartition::partition).toList();
            try {
                recovery.read(shards).forEach((shard, parts) -> {
                    owner.recover(shard, parts, clock.instant());
                    held.add(shard);
                });
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
            for (TopicPartition partition : partitions) {
                long beginning = beginnings.getOrDefault(partition, 0L);
                OffsetAndMetadata next = committed.get(partition);
                if (next != null && next.offset() < beginning) {
                    LOG.errorf(
                            "Commands %d to %d of shard %d were deleted before they were decided: the farm was off for longer"
                                    + " than %s keeps them",
                            next.offset(), beginning - 1, partition.partition(), Topics.COMMANDS);
                }
                consumer.seek(partition, next == null ? beginning : Math.max(beginning, next.offset()));
            }
            LOG.infof("Recovered shards %s in %d ms", shards, (System.nanoTime() - began) / 1_000_000);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            partitions.forEach(partition -> {
                held.remove(partition.partition());
                owner.release(partition.partition());
            });
        }
    }
}
