// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler;

import io.tablao.event.Command;
import io.tablao.event.EntityKey;
import io.tablao.event.Event;
import io.tablao.event.FarmCommand;
import io.tablao.event.FarmEvent;
import io.tablao.event.JobCommand;
import io.tablao.event.JobEvent;
import io.tablao.event.JobPart;
import io.tablao.event.Notice;
import io.tablao.event.QueueCommand;
import io.tablao.event.QueueEvent;
import io.tablao.event.RosterCommand;
import io.tablao.event.RosterEvent;
import io.tablao.event.State;
import io.tablao.event.WorkerCommand;
import io.tablao.event.WorkerEvent;
import io.tablao.model.FarmSettings;
import io.tablao.model.JobId;
import io.tablao.model.QueueId;
import io.tablao.model.SessionId;
import io.tablao.model.WorkerId;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Entity;
import io.tablao.scheduler.entity.Journal;
import io.tablao.scheduler.entity.Rules;
import io.tablao.scheduler.farm.FarmApplier;
import io.tablao.scheduler.farm.FarmDecider;
import io.tablao.scheduler.farm.FarmState;
import io.tablao.scheduler.job.DeletedJob;
import io.tablao.scheduler.job.JobApplier;
import io.tablao.scheduler.job.JobDecider;
import io.tablao.scheduler.job.JobState;
import io.tablao.scheduler.queue.QueueApplier;
import io.tablao.scheduler.queue.QueueDecider;
import io.tablao.scheduler.queue.QueueState;
import io.tablao.scheduler.roster.RosterApplier;
import io.tablao.scheduler.roster.RosterDecider;
import io.tablao.scheduler.roster.RosterState;
import io.tablao.scheduler.roster.ShardView;
import io.tablao.scheduler.worker.WorkerApplier;
import io.tablao.scheduler.worker.WorkerDecider;
import io.tablao.scheduler.worker.WorkerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The entities of one partition: finds the one that a command or an event is for, and hands it to its decider or applier. */
final class Shard {

    private final RosterState roster;

    /** Empty in all shards but the one that the farm belongs to. */
    private final FarmState farm;

    private final Map<EntityKey, JobState> jobs = new HashMap<>();
    private final Map<EntityKey, DeletedJob> deletedJobs = new HashMap<>();
    private final Map<EntityKey, WorkerState> workers = new HashMap<>();
    private final Map<EntityKey, QueueState> queues = new LinkedHashMap<>();
    private final ShardView view = new View();

    /** Remembered, since it is asked for with each command. */
    private @Nullable InForce inForce;

    private record InForce(FarmSettings settings, Rules configured, Rules rules) {}

    private Shard(RosterState roster, FarmState farm) {
        this.roster = roster;
        this.farm = farm;
    }

    /** The shard whose entities are these parts, in any order. */
    static Shard recover(int number, Collection<State> parts) {
        Map<EntityKey, List<State>> byEntity = new LinkedHashMap<>();
        parts.forEach(part -> byEntity.computeIfAbsent(part.entity(), key -> new ArrayList<>())
                .add(part));
        List<State> rosterParts = byEntity.getOrDefault(EntityKey.ofRoster(number), List.of());
        List<State> farmParts = byEntity.getOrDefault(EntityKey.FARM, List.of());
        var shard = new Shard(RosterState.recover(number, rosterParts), FarmState.recover(farmParts));
        byEntity.forEach((key, ofEntity) -> {
            switch (key.kind()) {
                case JOB -> {
                    if (ofEntity.getFirst() instanceof JobPart.JobGrave grave) {
                        shard.deletedJobs.put(key, new DeletedJob(grave));
                    } else {
                        shard.jobs.put(key, JobState.recover(ofEntity));
                    }
                }
                case WORKER -> shard.workers.put(key, WorkerState.recover(ofEntity));
                case QUEUE -> shard.queues.put(key, QueueState.recover(ofEntity));
                case ROSTER, FARM -> {
                    // Recovered first, above.
                }
            }
        });
        return shard;
    }

    /** The rules of this shard: what people have set goes before the configuration, from the moment at which it was told. */
    @SuppressWarnings("ReferenceEquality") // Each command asks; what has changed is another object.
    private Rules rules(Rules configured) {
        FarmSettings settings = roster.settings();
        InForce current = inForce;
        if (current == null || current.settings != settings || current.configured != configured) {
            current = new InForce(settings, configured, configured.with(settings));
            inForce = current;
        }
        return current.rules;
    }

    /** @param configured the rules of the process's configuration */
    Decision decide(Command command, Instant now, Rules configured) {
        Rules rules = rules(configured);
        return switch (command) {
            case JobCommand ofJob -> {
                DeletedJob deleted = deletedJobs.get(ofJob.entity());
                yield deleted == null
                        ? JobDecider.decide(jobs.get(ofJob.entity()), roster.roster(), ofJob, now, rules)
                        : deleted.decide(ofJob);
            }
            case WorkerCommand ofWorker -> WorkerDecider.decide(workers.get(ofWorker.entity()), ofWorker, now, rules);
            case QueueCommand ofQueue ->
                QueueDecider.decide(queues.get(ofQueue.entity()), roster.roster(), ofQueue, now, rules);
            case RosterCommand ofRoster -> RosterDecider.decide(roster, view, ofRoster);
            case FarmCommand ofFarm -> FarmDecider.decide(farm, roster.roster(), ofFarm);
        };
    }

    void apply(Event event, Journal journal) {
        EntityKey key = event.entity();
        switch (event) {
            case JobEvent.JobDeleted deleted -> bury(key, deleted, journal);
            case JobEvent.JobForgotten forgotten -> {
                DeletedJob former = Objects.requireNonNull(deletedJobs.remove(key), "remembered until now");
                journal.changed(key, "grave", () -> deletedJobs.put(key, former));
            }
            case JobEvent ofJob -> jobs.put(key, JobApplier.apply(known(jobs, key, journal), ofJob, journal));
            case WorkerEvent ofWorker ->
                settle(workers, key, WorkerApplier.apply(known(workers, key, journal), ofWorker, journal), journal);
            case QueueEvent ofQueue ->
                queues.put(key, QueueApplier.apply(known(queues, key, journal), ofQueue, journal));
            case RosterEvent ofRoster -> RosterApplier.apply(roster, ofRoster, journal);
            case FarmEvent ofFarm -> FarmApplier.apply(farm, ofFarm, journal);
        }
    }

    /** @param after null: it is over */
    private static <E extends Entity> void settle(
            Map<EntityKey, E> entities, EntityKey key, @Nullable E after, Journal journal) {
        if (after != null) {
            entities.put(key, after);
            return;
        }
        E before = entities.remove(key);
        if (before != null) {
            // A tombstone for each of its parts.
            before.parts().forEach(part -> journal.changed(key, part.part(), () -> entities.put(key, before)));
        }
    }

    private void bury(EntityKey key, JobEvent.JobDeleted deleted, Journal journal) {
        JobState former = Objects.requireNonNull(jobs.remove(key), "only a job that exists is deleted");
        journal.changed(key, "head", () -> jobs.put(key, former));
        deletedJobs.put(key, new DeletedJob(new JobPart.JobGrave(deleted.job(), deleted.at())));
        journal.changed(key, "grave", () -> deletedJobs.remove(key));
    }

    /** An entity begins with its first event, and when that is taken back it has never been. */
    private static <E extends Entity> @Nullable E known(Map<EntityKey, E> entities, EntityKey key, Journal journal) {
        E entity = entities.get(key);
        if (entity == null) {
            journal.changed(key, "head", () -> entities.remove(key));
        }
        return entity;
    }

    @Nullable
    Entity entity(EntityKey key) {
        return switch (key.kind()) {
            case JOB -> jobs.containsKey(key) ? jobs.get(key) : deletedJobs.get(key);
            case WORKER -> workers.get(key);
            case QUEUE -> queues.get(key);
            case ROSTER -> roster;
            case FARM -> farm;
        };
    }

    /**
     * A worker that speaks HTTP has no inbox that it could read: its entity does what a slot does, and hears of work as of
     * everything else, by commands. Empty: the notice goes to the inbox.
     */
    Optional<Command> instead(Notice notice) {
        if (!roster.roster().asks(notice.worker())) {
            return Optional.empty();
        }
        return switch (notice) {
            case Notice.Offered offer ->
                Optional.of(new WorkerCommand.TakeOffer(
                        offer.worker(), offer.session(), offer.queue(), offer.task(), offer.attempt()));
            case Notice.Granted grant ->
                Optional.of(new WorkerCommand.BeginTask(
                        grant.worker(),
                        grant.session(),
                        grant.task(),
                        grant.attempt(),
                        grant.jobName(),
                        grant.jobType(),
                        grant.jobPriority(),
                        grant.definition(),
                        grant.variables()));
            case Notice.Refused refused ->
                Optional.of(new WorkerCommand.DropTask(
                        refused.worker(), refused.session(), refused.task(), refused.attempt(), refused.reason()));
            case Notice.StopTask stop ->
                Optional.of(new WorkerCommand.DropTask(
                        stop.worker(), stop.session(), stop.task(), stop.attempt(), stop.reason()));
            // What its entity says itself, it says when it is asked.
            case Notice.SignedOn on -> Optional.empty();
            case Notice.ChangeStatus change -> Optional.empty();
            case Notice.ChangeTags change -> Optional.empty();
            case Notice.SessionEnded ended -> Optional.empty();
        };
    }

    Collection<QueueState> queues() {
        return queues.values();
    }

    /** The timers that the recovered entities ask for. */
    List<Effect.SetTimer> timers(Instant now, Rules configured) {
        Rules rules = rules(configured);
        return Stream.of(jobs.values(), deletedJobs.values(), workers.values(), queues.values())
                .flatMap(Collection::stream)
                .flatMap(entity -> entity.timers(now, rules).stream())
                .toList();
    }

    /** The shard, as its roster looks at it. */
    private final class View implements ShardView {

        @Override
        public Collection<JobId> jobsHeldBy(WorkerId worker, @Nullable SessionId keep) {
            return jobs.values().stream()
                    .filter(job -> job.runs(worker, keep))
                    .map(job -> job.head().job())
                    .toList();
        }

        @Override
        public Collection<QueueId> queues() {
            return queues.values().stream().map(QueueState::queue).toList();
        }
    }
}
