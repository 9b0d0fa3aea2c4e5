// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.queue;

import io.tablao.event.Dispatch;
import io.tablao.event.Notice;
import io.tablao.event.QueueCommand;
import io.tablao.event.QueueEvent;
import io.tablao.event.QueuePart.QueueEntry;
import io.tablao.model.Roster;
import io.tablao.model.SessionId;
import io.tablao.model.TaskKey;
import io.tablao.model.WorkerId;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Rules;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Picks what goes out now, in strict order. A task is offered to the worker that waits for one over HTTP longest, of those that
 * may have it. Else one that bars nobody is dispatched to whoever comes first, and one that bars somebody is offered, to a worker that is free as far as this queue knows and has no other offer of it; while there is no
 * such worker the task is passed over, and what comes after it goes out. Workers with a run here are not asked, since they
 * would only decline: the end of their run fills the window anyway.
 */
final class Filling {

    /** What one decision sends out at most, so that no transaction grows with the farm; the rest follows in the next. */
    static final int MOST = 1_000;

    private final QueueState queue;
    private final Roster roster;
    private final Instant now;
    private final Rules rules;
    private final Decision.Builder decision;
    private final Set<WorkerId> asked = new HashSet<>();
    private final Collection<Waiters.Waiter> waiters = new ArrayDeque<>();
    private @Nullable WorkerId lastAsked;
    private int room;

    Filling(QueueState queue, Roster roster, Instant now, Rules rules, Decision.Builder decision) {
        this.queue = queue;
        this.roster = roster;
        this.now = now;
        this.rules = rules;
        this.decision = decision;
        this.lastAsked = queue.lastOffered();
    }

    /** @return whether anything goes out */
    boolean fill() {
        room = Window.of(queue, roster, rules).room();
        queue.waiters().inOrder().stream().filter(this::isThere).forEach(waiters::add);
        if (!queue.open() || nobodyTakes()) {
            return false;
        }
        int picked = 0;
        var heads = new PriorityQueue<>(Comparator.comparing(Head::entry, QueueEntries.ORDER));
        queue.entries().waiting().all().forEach(lane -> heads.add(new Head(lane)));
        while (picked < MOST && !nobodyTakes()) {
            Head head = heads.poll();
            if (head == null) {
                break;
            }
            if (!send(head)) {
                // Whoever is free may have nothing of this lane, and nobody becomes free while we pick.
                continue;
            }
            picked++;
            if (head.advance()) {
                heads.add(head);
            }
        }
        if (picked == MOST && !nobodyTakes()) {
            decision.effect(new Effect.Tell(new QueueCommand.FillWindow(queue.queue())));
        }
        return picked > 0;
    }

    private boolean nobodyTakes() {
        return room == 0 && waiters.isEmpty();
    }

    /** The roster may not have heard of the waiter's session yet, or have heard that it is over. */
    private boolean isThere(Waiters.Waiter waiter) {
        return waiter.until().isAfter(now)
                && roster.serves(waiter.worker(), waiter.session())
                && roster.find(waiter.worker())
                        .filter(member -> member.asks() && member.profile().accepts(queue.queue()))
                        .isPresent()
                && !queue.entries().hasOffer(waiter.worker());
    }

    private boolean send(Head head) {
        Iterator<Waiters.Waiter> waiting = waiters.iterator();
        while (waiting.hasNext()) {
            Waiters.Waiter waiter = waiting.next();
            if (!head.lane.barred().contains(waiter.worker())) {
                waiting.remove();
                offer(head.entry(), waiter.worker(), waiter.session());
                return true;
            }
        }
        if (room == 0) {
            return false;
        }
        if (head.lane.forEveryone()) {
            dispatch(head.entry());
            room--;
            return true;
        }
        Optional<Roster.Member> host = host(head.lane.barred());
        host.ifPresent(member -> {
            asked.add(member.worker());
            lastAsked = member.worker();
            offer(head.entry(), member.worker(), member.session());
            room--;
        });
        return host.isPresent();
    }

    private void dispatch(QueueEntry entry) {
        TaskKey task = QueueEntries.taskOf(entry);
        int attempt = entry.task().attempt();
        decision.event(new QueueEvent.TaskDispatched(queue.queue(), task, attempt, now))
                .effect(new Effect.Dispatch(new Dispatch(queue.queue(), task, attempt)));
    }

    private void offer(QueueEntry entry, WorkerId host, SessionId session) {
        TaskKey task = QueueEntries.taskOf(entry);
        int attempt = entry.task().attempt();
        decision.event(new QueueEvent.TaskOffered(queue.queue(), task, attempt, host, now))
                .effect(new Effect.Notify(new Notice.Offered(
                        host, session, queue.queue(), task, attempt, now.plus(rules.offerTimeout()))));
    }

    /** Goes round among the workers, so that one that lets its offers expire does not get the same task for ever. */
    private Optional<Roster.Member> host(Set<WorkerId> barred) {
        List<Roster.Member> hosts = queue.hosts(roster);
        Roster.Member first = null;
        for (var member : hosts) {
            WorkerId worker = member.worker();
            if (member.asks() || barred.contains(worker) || asked.contains(worker) || !free(worker)) {
                continue;
            }
            if (lastAsked == null || worker.compareTo(lastAsked) > 0) {
                return Optional.of(member);
            }
            if (first == null) {
                first = member;
            }
        }
        return Optional.ofNullable(first);
    }

    private boolean free(WorkerId worker) {
        return queue.run(worker) == null && !queue.entries().hasOffer(worker);
    }

    /** The foremost entry of a lane that was not picked yet. */
    private static final class Head {
        private final Lanes.Lane lane;
        private final Iterator<QueueEntry> rest;
        private QueueEntry entry;

        Head(Lanes.Lane lane) {
            this.lane = lane;
            this.rest = lane.entries().iterator();
            this.entry = rest.next();
        }

        QueueEntry entry() {
            return entry;
        }

        boolean advance() {
            if (!rest.hasNext()) {
                return false;
            }
            entry = rest.next();
            return true;
        }
    }
}
