// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import io.tablao.bus.MessageCodec;
import io.tablao.bus.UnreadableMessage;
import io.tablao.event.Dispatch;
import io.tablao.event.WorkerCommand.HeldAttempt;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Listens to the queues' topics for one slot, as a member of the workers' share group. In: {@link Dispatch}. It polls while
 * the slot is free, and hands each dispatch to it; one that the slot does not take goes back to the group.
 *
 * <p>A loop on the plain client: channels know no share groups.
 *
 * <p>After an empty poll the client goes on fetching, and what it then gets is locked up in it until the next poll. So a loop
 * that has begun to poll goes on until it has a record, though the slot may be busy by then with something offered; only then
 * does it pause. Now and then even a poll that brought a record leaves a fetch behind; the count of fetches shows it, and the
 * loop polls on.
 */
final class TasksListener implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(TasksListener.class);

    /** A poll hands out a committed record only when it ends, so it is short. */
    private static final Duration POLL = Duration.ofMillis(4);

    /** Between polls, for a slot that has had nothing to do for longer and longer. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private static final Duration LONG_PAUSE = Duration.ofMillis(100);
    private static final Duration PAUSE_AFTER = Duration.ofSeconds(5);
    private static final Duration LONG_PAUSE_AFTER = Duration.ofMinutes(1);

    /** How often a loop that pauses looks whether its client does, too. */
    private static final Duration CHECK = Duration.ofMillis(50);

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Supplier<? extends ShareConsumer<byte[], byte[]>> join;
    private final Function<HeldAttempt, CompletableFuture<Boolean>> slot;
    private final Thread thread;

    /** Guards the two below, and is notified when they change. */
    private final Object gate = new Object();

    private boolean wanted;
    private boolean closing;

    /**
     * @param join makes a subscribed member of the group
     * @param slot whether it takes the attempt; only when Kafka has its question for the start, so that a dispatch is never
     *     lost between the two
     */
    TasksListener(
            String name,
            Supplier<? extends ShareConsumer<byte[], byte[]>> join,
            Function<HeldAttempt, CompletableFuture<Boolean>> slot) {
        this.join = join;
        this.slot = slot;
        this.thread = Thread.ofPlatform().daemon().name(name + "-tasks").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Whether the slot is free. */
    void want(boolean dispatches) {
        synchronized (gate) {
            wanted = dispatches;
            gate.notifyAll();
        }
    }

    /** Leaves the group; what is acquired and not acknowledged goes back to it. */
    @Override
    public void close() {
        synchronized (gate) {
            closing = true;
            gate.notifyAll();
        }
        try {
            thread.join(CLOSE.multipliedBy(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!isClosing()) {
                try {
                    awaitWanted();
                    joinAndListen();
                } catch (KafkaException e) {
                    LOG.warnf("Cannot listen for tasks: %s. Joining the workers' group again", e.getMessage());
                    pause(RETRY);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void joinAndListen() throws InterruptedException {
        var member = join.get();
        try {
            member.setAcknowledgementCommitCallback((offsets, failure) -> {
                if (failure != null) {
                    // The dispatch comes again, to somebody, and its start is refused.
                    LOG.infof("Could not acknowledge %s: %s", offsets.keySet(), failure.getMessage());
                }
            });
            listen(member);
        } finally {
            member.close(CLOSE);
        }
    }

    private void listen(ShareConsumer<byte[], byte[]> member) throws InterruptedException {
        long idleSince = System.nanoTime();
        while (!isClosing()) {
            var records = member.poll(POLL);
            if (records.isEmpty()) {
                rest(Duration.ofNanos(System.nanoTime() - idleSince));
                continue;
            }
            double fetches = fetches(member);
            for (var each : records) {
                AcknowledgeType answer = offer(each);
                member.acknowledge(each, answer);
                member.commitAsync();
                if (answer == AcknowledgeType.RELEASE && isWanted()) {
                    // It would come straight back.
                    pause(RETRY);
                }
            }
            while (!awaitWanted(CHECK) && fetches(member) <= fetches) {
                LOG.tracef("%s is busy, and fetches nothing", thread.getName());
            }
            idleSince = System.nanoTime();
        }
    }

    private static double fetches(ShareConsumer<byte[], byte[]> member) {
        double count = 0;
        for (var metric : member.metrics().entrySet()) {
            if (metric.getKey().name().equals("fetch-total")
                    && metric.getValue().metricValue() instanceof Double some) {
                count += some;
            }
        }
        return count;
    }

    private AcknowledgeType offer(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        Dispatch dispatch;
        try {
            dispatch = MessageCodec.decode(message.value(), Dispatch.class).body();
        } catch (UnreadableMessage e) {
            LOG.errorf(
                    "Record %d of %s-%d is no dispatch and is passed over: %s",
                    message.offset(), message.topic(), message.partition(), e.getMessage());
            return AcknowledgeType.REJECT;
        }
        var taken = slot.apply(new HeldAttempt(dispatch.task(), dispatch.attempt()));
        while (!isClosing()) {
            try {
                return taken.get(RETRY.toMillis(), TimeUnit.MILLISECONDS)
                        ? AcknowledgeType.ACCEPT
                        : AcknowledgeType.RELEASE;
            } catch (TimeoutException e) {
                LOG.debugf("Kafka does not have the question for the start of %s yet", dispatch.task());
            } catch (ExecutionException e) {
                LOG.errorf(e, "Could not ask for the start of %s, which goes back to the group", dispatch.task());
                return AcknowledgeType.RELEASE;
            }
        }
        return AcknowledgeType.RELEASE;
    }

    private void rest(Duration idle) throws InterruptedException {
        if (idle.compareTo(PAUSE_AFTER) > 0) {
            pause(idle.compareTo(LONG_PAUSE_AFTER) > 0 ? LONG_PAUSE : PAUSE);
        }
    }

    private void awaitWanted() throws InterruptedException {
        synchronized (gate) {
            while (!wanted && !closing) {
                gate.wait();
            }
        }
    }

    /** @return whether the slot is free, or this is closed, at once or before the time is over */
    private boolean awaitWanted(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        synchronized (gate) {
            for (long left = time.toMillis();
                    left > 0 && !wanted && !closing;
                    left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())) {
                gate.wait(left);
            }
            return wanted || closing;
        }
    }

    private void pause(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        synchronized (gate) {
            for (long left = time.toMillis();
                    left > 0 && !closing;
                    left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())) {
                gate.wait(left);
            }
        }
    }

    private boolean isWanted() {
        synchronized (gate) {
            return wanted;
        }
    }

    private boolean isClosing() {
        synchronized (gate) {
            return closing;
        }
    }
}
