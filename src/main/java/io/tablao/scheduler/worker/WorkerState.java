// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import io.tablao.event.EntityKey;
import io.tablao.event.State;
import io.tablao.event.State.WorkerHead;
import io.tablao.model.RequestedStatus;
import io.tablao.model.Roster;
import io.tablao.model.SessionId;
import io.tablao.model.SleepSchedule;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.model.WorkerStatus;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Entity;
import io.tablao.scheduler.entity.Journal;
import io.tablao.scheduler.entity.Rules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A worker as its shard holds it: one part. When it was heard of last is kept by its timer, which every heartbeat sets anew;
 * the head knows it only roughly.
 */
public final class WorkerState implements Entity {

    private static final String HEAD = "head";

    private final EntityKey key;
    private WorkerHead head;

    WorkerState(WorkerHead head) {
        this.key = head.entity();
        this.head = head;
    }

    /** @throws IllegalArgumentException when the head is missing */
    public static WorkerState recover(Collection<? extends State> parts) {
        return parts.stream()
                .filter(WorkerHead.class::isInstance)
                .map(part -> new WorkerState((WorkerHead) part))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No head among a worker's parts: " + parts));
    }

    @Override
    public EntityKey key() {
        return key;
    }

    @Override
    public Optional<State> part(String part) {
        if (!part.equals(HEAD)) {
            throw new IllegalArgumentException("A worker has no part " + part);
        }
        return Optional.of(head);
    }

    @Override
    public List<State> parts() {
        return List.of(head);
    }

    /** An outage of ours harms no worker: it may be silent for the grace period on top of the usual time. */
    @Override
    public List<Effect.SetTimer> timers(Instant now, Rules rules) {
        List<Effect.SetTimer> timers = new ArrayList<>();
        timers.add(
                WorkerTransitions.watched(head.status())
                        ? WorkerTimers.unseen(
                                worker(),
                                session(),
                                now.plus(rules.workerTimeout()).plus(rules.grace()))
                        : WorkerTimers.forget(worker(), forgottenAt(now, rules)));
        // A change that came while nobody was there to see it is followed now.
        if (WorkerTimers.schedule(worker(), scheduleDue()) instanceof Effect.SetTimer due) {
            timers.add(due);
        }
        return timers;
    }

    private Instant forgottenAt(Instant now, Rules rules) {
        Instant due = lastSeen().plus(rules.workerRetention());
        Instant earliest = now.plus(WorkerTimers.TIME_TO_RETURN);
        return due.isAfter(earliest) ? due : earliest;
    }

    WorkerHead head() {
        return head;
    }

    WorkerProfile profile() {
        return head.profile();
    }

    /** The status that the worker is to go to. */
    @Nullable
    RequestedStatus requested() {
        return head.requested();
    }

    @Nullable
    SleepSchedule schedule() {
        return head.schedule();
    }

    @Nullable
    Instant scheduleDue() {
        return head.scheduleDue();
    }

    public WorkerId worker() {
        return head.worker();
    }

    public SessionId session() {
        return head.session();
    }

    public WorkerStatus status() {
        return head.status();
    }

    /** As it was written down: up to {@link WorkerTimers#SEEN_EVERY} older than the truth. */
    Instant lastSeen() {
        return head.lastSeen();
    }

    Roster.Member member(WorkerStatus status) {
        return new Roster.Member(head.worker(), head.session(), status, head.profile());
    }

    void become(WorkerHead after, Journal journal) {
        WorkerHead before = head;
        head = after;
        journal.changed(key, HEAD, () -> head = before);
    }
}
