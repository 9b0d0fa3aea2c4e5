// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import io.tablao.bus.MessageCodec;
import io.tablao.bus.UnreadableMessage;
import io.tablao.event.Dispatch;
import io.tablao.event.WorkerCommand.HeldAttempt;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Listens to the queues' topics for all slots of this process, as members of the workers' share group. In: {@link Dispatch}. It
 * polls while a slot is free, and hands each dispatch to one; what none of them takes goes back to the group.
 *
 * <p>It joins several times: for one record at a time, for two, for four, and so on. How many a poll may bring is fixed when a
 * member joins, and must not exceed the free slots, for which other processes may have them; but fetched and acknowledged one by
 * one, short tasks would cost more on their way than in their run. Only one of the members is at work at any time.
 *
 * <p>A loop on the plain client: channels know no share groups.
 */
final class TasksListener implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(TasksListener.class);

    /** A poll hands out a committed record only when it ends, so it is short. */
    private static final Duration POLL = Duration.ofMillis(4);

    /** Between polls, for a process that has had nothing to do for longer. */
    private static final Duration PAUSE = Duration.ofMillis(10);

    private static final Duration PAUSE_AFTER = Duration.ofSeconds(5);

    /** How often a loop that pauses looks whether its clients do, too. */
    private static final Duration CHECK = Duration.ofMillis(50);

    /** How long what came beyond the free slots is kept from other processes, at most. */
    private static final Duration HOLD = Duration.ofMillis(100);

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final FreeSlots slots;
    private final int several;
    private final IntFunction<? extends ShareConsumer<byte[], byte[]>> join;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * @param several how many records are taken at once when so many slots are free; 1: never more than one
     * @param join makes a subscribed member of the group, for so many records at a time
     */
    TasksListener(FreeSlots slots, int several, IntFunction<? extends ShareConsumer<byte[], byte[]>> join) {
        this.slots = slots;
        this.several = several;
        this.join = join;
        this.thread = Thread.ofPlatform().daemon().name("worker-tasks").unstarted(this::run);
    }

    /** How many records a process of so many slots takes at once. */
    static int several(int slots) {
        return Math.clamp(slots / 2, 1, 32);
    }

    void start() {
        thread.start();
    }

    /** Leaves the group; what is acquired and not acknowledged goes back to it. */
    @Override
    public void close() {
        closing.countDown();
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
        List<GroupMember> members = new ArrayList<>();
        try {
            for (int most = 1; most <= several; most *= 2) {
                members.add(new GroupMember(join.apply(most), most));
            }
            listen(members);
        } finally {
            members.forEach(member -> member.consumer().close(CLOSE));
        }
    }

    private void listen(List<GroupMember> members) throws InterruptedException {
        long idleSince = System.nanoTime();
        while (!isClosing()) {
            Optional<GroupMember> next = next(members);
            if (next.isEmpty()) {
                slots.await(CHECK);
                idleSince = System.nanoTime();
                continue;
            }
            GroupMember member = next.get();
            var records = member.poll(POLL);
            if (records.isEmpty()) {
                if (System.nanoTime() - idleSince > PAUSE_AFTER.toNanos()) {
                    pause(PAUSE);
                }
                continue;
            }
            boolean refused = deal(member, records);
            member.consumer().commitAsync();
            if (refused && slots.count() > 0) {
                // It would come straight back.
                pause(RETRY);
            }
            idleSince = System.nanoTime();
        }
    }

    /**
     * Answers each record, as it must before the next poll. There may be more of them than free slots; those wait a moment for
     * the next slots, and then go back to the group.
     *
     * @return whether a slot that seemed free did not take one after all
     */
    private boolean deal(GroupMember member, ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
        boolean refused = false;
        Deque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
        records.forEach(waiting::add);
        long until = System.nanoTime() + HOLD.toNanos();
        while (!waiting.isEmpty()) {
            List<Offer> offers = new ArrayList<>();
            for (var slot = slots.takeOne(); slot.isPresent(); slot = slots.takeOne()) {
                offers.add(offer(slot.get(), waiting.remove()));
                if (waiting.isEmpty()) {
                    break;
                }
            }
            for (Offer offer : offers) {
                AcknowledgeType answer = answer(offer);
                member.consumer().acknowledge(offer.message, answer);
                refused |= answer == AcknowledgeType.RELEASE;
            }
            Duration left = Duration.ofNanos(until - System.nanoTime());
            if (!left.isPositive() || isClosing()) {
                break;
            }
            if (!waiting.isEmpty()) {
                slots.await(left);
            }
        }
        waiting.forEach(message -> member.consumer().acknowledge(message, AcknowledgeType.RELEASE));
        return refused;
    }

    /** Whose turn it is: one that may hold something comes first, then the largest that does not bring too much. */
    private Optional<GroupMember> next(List<GroupMember> members) {
        int free = slots.count();
        return members.stream()
                .filter(GroupMember::mustBePolled)
                .findFirst()
                .or(() -> members.reversed().stream()
                        .filter(member -> member.most() <= free)
                        .findFirst());
    }

    /** @param taken empty: it is nothing that could be taken, by anybody */
    private record Offer(ConsumerRecord<byte[], byte[]> message, Optional<CompletableFuture<Boolean>> taken) {}

    private Offer offer(Taker slot, ConsumerRecord<byte[], byte[]> message) {
        try {
            Dispatch dispatch =
                    MessageCodec.decode(message.value(), Dispatch.class).body();
            return new Offer(message, Optional.of(slot.take(new HeldAttempt(dispatch.task(), dispatch.attempt()))));
        } catch (UnreadableMessage e) {
            LOG.errorf(
                    "Record %d of %s-%d is no dispatch and is passed over: %s",
                    message.offset(), message.topic(), message.partition(), e.getMessage());
            slots.set(slot, true);
            return new Offer(message, Optional.empty());
        }
    }

    /** A dispatch is accepted only when Kafka has the question for its start, so that it is never lost between the two. */
    private AcknowledgeType answer(Offer offer) throws InterruptedException {
        if (offer.taken.isEmpty()) {
            return AcknowledgeType.REJECT;
        }
        var taken = offer.taken.get();
        while (!isClosing()) {
            try {
                return taken.get(RETRY.toMillis(), TimeUnit.MILLISECONDS)
                        ? AcknowledgeType.ACCEPT
                        : AcknowledgeType.RELEASE;
            } catch (TimeoutException e) {
                LOG.debugf("Kafka does not have the question for the start of record %d yet", offer.message.offset());
            } catch (ExecutionException e) {
                LOG.errorf(e, "Could not ask for a start; the dispatch goes back to the group");
                return AcknowledgeType.RELEASE;
            }
        }
        return AcknowledgeType.RELEASE;
    }

    private void pause(Duration time) throws InterruptedException {
        if (closing.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.tracef("%s closes", thread.getName());
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }
}
