// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler;

import io.tablao.bus.MessageCodec;
import io.tablao.bus.Partitioning;
import io.tablao.bus.ShardOutput;
import io.tablao.bus.ShardOwner;
import io.tablao.event.Command;
import io.tablao.event.EntityKey;
import io.tablao.event.Envelope;
import io.tablao.event.Event;
import io.tablao.event.JobCommand;
import io.tablao.event.Message;
import io.tablao.event.RosterCommand;
import io.tablao.event.RosterEvent;
import io.tablao.event.State;
import io.tablao.model.Actor;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Entity;
import io.tablao.scheduler.entity.Rules;
import io.tablao.scheduler.timeout.Timers;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Holds the shards of this process and decides their commands: decide, apply, then whatever the decision tells to entities of
 * our own shards, until nothing is left to tell. All of it stays or goes with the transaction that it is written in.
 */
final class ShardKeeper implements ShardOwner {

    private static final Logger LOG = Logger.getLogger(ShardKeeper.class);
    private static final int TIMERS_AT_ONCE = 1_000;

    /** With so many changes in a batch, further timers wait for the next: jobs that are erased make many. */
    private static final int CHANGES_AT_ONCE = 5_000;

    /** A command on its way to be decided, and the one from outside that led to it. */
    private record Due(Command command, Origin origin) {}

    private final int shardCount;
    private final Rules rules;
    private final ShardObserver observer;
    private final Map<Integer, Shard> shards = new HashMap<>();
    private final Timers timers = new Timers();
    private final BatchJournal journal = new BatchJournal();
    private final List<Effect.OfTimer> timerEffects = new ArrayList<>();
    private final List<Effect.SetTimer> fired = new ArrayList<>();
    private final List<Event> happened = new ArrayList<>();
    private Instant decidedAt = Instant.EPOCH;

    ShardKeeper(int shardCount, Rules rules, ShardObserver observer) {
        this.shardCount = shardCount;
        this.rules = rules;
        this.observer = observer;
    }

    @Override
    public void recover(int number, Collection<State> parts, Instant now) {
        var shard = Shard.recover(number, parts);
        shards.put(number, shard);
        shard.timers(now, rules).forEach(timers::set);
        shard.queues().forEach(observer::recovered);
    }

    @Override
    public void release(int number) {
        shards.remove(number);
        timers.forget(command -> shardOf(command.entity()) == number);
        observer.released(number);
    }

    @Override
    public ShardOutput decide(List<ShardCommand> commands, Instant now, boolean fireTimers) {
        decidedAt = now;
        var output = new ShardOutput();
        for (ShardCommand each : commands) {
            Envelope<Command> envelope = each.command();
            whole(envelope, output, now);
            observer.decided(envelope.body(), envelope.time(), now);
        }
        if (fireTimers) {
            fire(output, now);
        }
        writeState(output, now);
        return output;
    }

    /** A timer that this very batch has set anew, or cleared, does not fire: what was heard in time counts. */
    private void fire(ShardOutput output, Instant now) {
        Set<String> setAnew = new HashSet<>();
        int seen = 0;
        for (Effect.SetTimer timer : timers.due(now, TIMERS_AT_ONCE)) {
            if (journal.touched().size() > CHANGES_AT_ONCE) {
                break;
            }
            timerEffects
                    .subList(Math.min(seen, timerEffects.size()), timerEffects.size())
                    .forEach(effect -> setAnew.add(effect.key()));
            seen = timerEffects.size();
            if (!setAnew.contains(timer.key())) {
                whole(new Envelope<>(UUID.randomUUID(), now, null, null, Actor.TIMER, timer.command()), output, now);
                fired.add(timer);
            }
        }
    }

    @Override
    public void committed() {
        journal.keep();
        fired.forEach(timers::fired);
        for (Effect.OfTimer effect : timerEffects) {
            switch (effect) {
                case Effect.SetTimer timer -> timers.set(timer);
                case Effect.ClearTimer timer -> timers.clear(timer.key());
            }
        }
        followSettings();
        happened.forEach(observer::happened);
        forgetBatch();
    }

    @Override
    public void rolledBack() {
        journal.rollBack(0);
        journal.keep();
        forgetBatch();
    }

    @Override
    public Optional<Instant> nextTimer() {
        return timers.next();
    }

    @Override
    public void graceFrom(Instant now) {
        timers.clear();
        shards.values().forEach(shard -> shard.timers(now, rules).forEach(timers::set));
    }

    /** Deadlines that were set under other settings are set anew; they get grace with it, as after any doubt. */
    private void followSettings() {
        for (Event event : happened) {
            if (event instanceof RosterEvent.SettingsAdopted adopted) {
                timers.forget(command -> shardOf(command.entity()) == adopted.shard());
                Objects.requireNonNull(shards.get(adopted.shard()), "told by its own log")
                        .timers(decidedAt, rules)
                        .forEach(timers::set);
            }
        }
    }

    private void forgetBatch() {
        timerEffects.clear();
        fired.clear();
        happened.clear();
    }

    /** Decides a command with all that follows from it; when that fails, none of it has happened, and it is put aside. */
    private void whole(Envelope<Command> envelope, ShardOutput output, Instant now) {
        int changes = journal.mark();
        int events = happened.size();
        int effects = timerEffects.size();
        ShardOutput.Mark written = output.mark();
        try {
            decideWithFollowers(envelope, output, now);
        } catch (RuntimeException e) {
            journal.rollBack(changes);
            happened.subList(events, happened.size()).clear();
            timerEffects.subList(effects, timerEffects.size()).clear();
            output.truncate(written);
            output.dead(envelope.body().key(), MessageCodec.encode(envelope));
            observer.failed(envelope.body());
            LOG.errorf(
                    e,
                    "%s for %s could not be decided and was put aside; nothing of it has happened, and the others go on",
                    envelope.body().getClass().getSimpleName(),
                    envelope.body().entity());
        }
    }

    private void decideWithFollowers(Envelope<Command> envelope, ShardOutput output, Instant now) {
        Deque<Due> due = new ArrayDeque<>();
        Decision first = decideOne(new Due(envelope.body(), Origin.of(envelope)), due, output, now);
        answer(envelope, first, output);
        for (Due next = due.poll(); next != null; next = due.poll()) {
            decideOne(next, due, output, now);
        }
    }

    private Decision decideOne(Due due, Deque<Due> followers, ShardOutput output, Instant now) {
        int number = shardOf(due.command().entity());
        Shard shard = shards.get(number);
        if (shard == null) {
            output.command(number, caused(due.origin(), due.origin().actor(), due.command(), now));
            return Decision.NOTHING;
        }
        Decision decision = shard.decide(due.command(), now, rules);
        switch (decision) {
            case Decision.Accepted accepted -> {
                for (Event event : accepted.events()) {
                    shard.apply(event, journal);
                    happened.add(event);
                    if (event.published()) {
                        output.event(number, caused(due.origin(), due.origin().toldWith(event), event, now));
                    }
                }
                carryOut(shard, accepted.effects(), due.origin(), followers, output, now);
            }
            case Decision.Rejected rejected ->
                carryOut(shard, rejected.effects(), due.origin(), followers, output, now);
        }
        return decision;
    }

    private void carryOut(
            Shard shard, List<Effect> effects, Origin origin, Deque<Due> followers, ShardOutput output, Instant now) {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Tell tell -> followers.add(new Due(tell.command(), origin));
                case Effect.TellLater tell ->
                    throughLog(shardOf(tell.command().entity()), tell.command(), origin, output, now);
                // Through the log even to shards of ours: what a worker has reported stands there already, and counts,
                // if it
                // is decided before the worker's session is over.
                case Effect.TellEveryShard tell -> {
                    for (int each = 0; each < shardCount; each++) {
                        throughLog(each, new RosterCommand.UpdateRoster(each, tell.member()), origin, output, now);
                    }
                }
                case Effect.ForgetInEveryShard forget -> {
                    for (int each = 0; each < shardCount; each++) {
                        throughLog(
                                each, new RosterCommand.RemoveFromRoster(each, forget.worker()), origin, output, now);
                    }
                }
                case Effect.AdoptInEveryShard adopt -> {
                    for (int each = 0; each < shardCount; each++) {
                        throughLog(
                                each,
                                new RosterCommand.AdoptSettings(each, adopt.revision(), adopt.settings()),
                                origin,
                                output,
                                now);
                    }
                }
                case Effect.Dispatch dispatch -> output.dispatch(caused(origin, null, dispatch.dispatch(), now));
                case Effect.Notify notify -> {
                    Optional<Command> instead = shard.instead(notify.notice());
                    if (instead.isPresent()) {
                        followers.add(new Due(instead.get(), origin));
                    } else {
                        output.notice(caused(origin, null, notify.notice(), now));
                    }
                }
                case Effect.Reply reply -> output.answer(caused(origin, null, reply.answer(), now));
                case Effect.SetTimer timer -> timerEffects.add(timer);
                case Effect.ClearTimer timer -> timerEffects.add(timer);
            }
        }
    }

    private static void throughLog(int shard, Command command, Origin origin, ShardOutput output, Instant now) {
        output.command(shard, caused(origin, origin.actor(), command, now));
    }

    private static <M extends Message> Envelope<M> caused(
            Origin origin, @Nullable Actor actor, M message, Instant now) {
        return new Envelope<>(UUID.randomUUID(), now, null, origin.id(), actor, message);
    }

    private static void answer(Envelope<Command> envelope, Decision decision, ShardOutput output) {
        String replyTo = envelope.replyTo();
        if (replyTo == null) {
            return;
        }
        UUID asked = askedIn(envelope);
        switch (decision) {
            case Decision.Accepted accepted -> {
                if (accepted.answer() != null) {
                    output.rejected(replyTo, asked, accepted.answer());
                } else {
                    output.accepted(replyTo, asked, accepted.events().stream().anyMatch(Event::published));
                }
            }
            case Decision.Rejected rejected -> output.rejected(replyTo, asked, rejected.refusal());
        }
    }

    /** Who submitted a job waits for its compilation, so the compiler's last word answers the submission. */
    private static UUID askedIn(Envelope<Command> envelope) {
        UUID cause = envelope.cause();
        boolean endsCompilation =
                envelope.body() instanceof JobCommand.SealJob || envelope.body() instanceof JobCommand.FailCompilation;
        return endsCompilation && cause != null ? cause : envelope.id();
    }

    private void writeState(ShardOutput output, Instant now) {
        for (BatchJournal.Touched touched : journal.touched()) {
            int number = shardOf(touched.entity());
            Shard shard = shards.get(number);
            if (shard == null) {
                throw new IllegalStateException("Changed " + touched + ", which is another process's");
            }
            Entity entity = shard.entity(touched.entity());
            Optional<State> part = entity == null ? Optional.empty() : entity.part(touched.part());
            part.ifPresentOrElse(
                    state -> output.state(number, new Envelope<>(UUID.randomUUID(), now, null, null, state)),
                    () -> output.tombstone(number, touched.entity() + "|" + touched.part()));
        }
    }

    private int shardOf(EntityKey entity) {
        return Partitioning.of(entity, shardCount);
    }
}
