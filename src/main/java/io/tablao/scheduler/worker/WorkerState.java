// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import io.tablao.event.Caller;
import io.tablao.event.EntityKey;
import io.tablao.event.State;
import io.tablao.event.WorkerPart.WorkerHead;
import io.tablao.event.WorkerPart.WorkerHold;
import io.tablao.event.WorkerPart.WorkerSecret;
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
 * A worker as its shard holds it: a head, and, of one that speaks HTTP, its secret and the attempt that it has. When it was
 * heard of last is kept by its timer, which every heartbeat sets anew; the head knows it only roughly.
 *
 * <p>That a worker waits for a task is not a part: after a recovery it waits no longer, and asks again.
 */
public final class WorkerState implements Entity {

    private static final String HEAD = "head";
    private static final String SECRET = "secret";
    private static final String HOLD = "hold";

    /** Who waits for a task, and until when. */
    record Wait(Caller caller, Instant until) {}

    private final EntityKey key;
    private WorkerHead head;
    private @Nullable WorkerSecret secret;
    private @Nullable WorkerHold hold;
    private @Nullable Wait wait;

    WorkerState(WorkerHead head) {
        this.key = head.entity();
        this.head = head;
    }

    /**
     * The worker that has these parts.
     *
     * @throws IllegalArgumentException when its head is missing
     */
    public static WorkerState recover(Collection<? extends State> parts) {
        WorkerState state = parts.stream()
                .filter(WorkerHead.class::isInstance)
                .map(part -> new WorkerState((WorkerHead) part))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No head among a worker's parts: " + parts.size()));
        for (State part : parts) {
            if (part instanceof WorkerSecret found) {
                state.secret = found;
            } else if (part instanceof WorkerHold found) {
                state.hold = found;
            }
        }
        return state;
    }

    @Override
    public EntityKey key() {
        return key;
    }

    @Override
    public Optional<State> part(String part) {
        return switch (part) {
            case HEAD -> Optional.of(head);
            case SECRET -> Optional.ofNullable(secret);
            case HOLD -> Optional.ofNullable(hold);
            default -> throw new IllegalArgumentException("A worker has no part " + part);
        };
    }

    @Override
    public List<State> parts() {
        List<State> parts = new ArrayList<>();
        parts.add(head);
        if (secret != null) {
            parts.add(secret);
        }
        if (hold != null) {
            parts.add(hold);
        }
        return parts;
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

    /** By what the worker is known over HTTP; null: it does not speak it. */
    @Nullable
    WorkerSecret secret() {
        return secret;
    }

    Roster.Link link() {
        return secret == null ? Roster.Link.KAFKA : Roster.Link.HTTP;
    }

    /** The attempt that a worker that speaks HTTP has, or had last. */
    @Nullable
    WorkerHold hold() {
        return hold;
    }

    /** Who waits for a task for it. */
    @Nullable
    Wait waiting() {
        return wait;
    }

    Roster.Member member(WorkerStatus status) {
        return new Roster.Member(head.worker(), head.session(), status, head.profile(), link());
    }

    void become(WorkerHead after, Journal journal) {
        WorkerHead before = head;
        head = after;
        journal.changed(key, HEAD, () -> head = before);
    }

    void keep(WorkerSecret next, Journal journal) {
        WorkerSecret before = secret;
        secret = next;
        journal.changed(key, SECRET, () -> secret = before);
    }

    void hold(@Nullable WorkerHold next, Journal journal) {
        WorkerHold before = hold;
        if (before == null && next == null) {
            return;
        }
        hold = next;
        journal.changed(key, HOLD, () -> hold = before);
    }

    void await(@Nullable Wait next, Journal journal) {
        Wait before = wait;
        if (before == null && next == null) {
            return;
        }
        wait = next;
        journal.changed(key, HEAD, () -> wait = before);
    }
}
