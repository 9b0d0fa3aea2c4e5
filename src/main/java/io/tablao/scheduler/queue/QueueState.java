// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.queue;

import io.tablao.event.EntityKey;
import io.tablao.event.QueueCommand;
import io.tablao.event.QueueEvent;
import io.tablao.event.QueuePart.QueueEntry;
import io.tablao.event.QueuePart.QueueHead;
import io.tablao.event.QueuePart.QueueRun;
import io.tablao.event.State;
import io.tablao.model.JobId;
import io.tablao.model.QueueId;
import io.tablao.model.Roster;
import io.tablao.model.WorkerId;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Entity;
import io.tablao.scheduler.entity.Journal;
import io.tablao.scheduler.entity.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A queue as its shard holds it: a head, an entry for each task that waits, is dispatched or offered, and a run for each
 * worker that runs one of its tasks.
 *
 * <p>Five things are not parts, and start anew when the queue is recovered: how long tasks last (so nothing is dispatched
 * ahead of free slots until short tasks were seen again), to whom the last offer went, who waits for a task over HTTP (they
 * ask again), what was measured last, and whether a measurement is planned (it is, with a timer, after every recovery). They
 * are rolled back like everything else.
 */
public final class QueueState implements Entity {

    private static final String HEAD = "head";
    private static final String ENTRY = "entry/";
    private static final String RUN = "run/";

    private final QueueId queue;
    private final EntityKey key;
    private final QueueEntries entries = new QueueEntries();
    private final Map<WorkerId, QueueRun> runs = new TreeMap<>();
    private boolean open;

    private Pace pace = Pace.UNKNOWN;
    private @Nullable WorkerId lastOffered;
    private QueueEvent.@Nullable QueueMeasured measured;
    private boolean measurementPlanned;

    /** Who can run the queue's tasks in the roster last asked about: rosters are values, and change rarely. */
    private @Nullable Roster known;

    private List<Roster.Member> knownHosts = List.of();

    /** Of the known hosts, those that ask over HTTP, and how many of them run a task of the queue. */
    private Set<WorkerId> knownAsking = Set.of();

    private int knownAskingRuns;

    private final Waiters waiters = new Waiters();

    QueueState(QueueId queue) {
        this.queue = queue;
        this.key = EntityKey.of(queue);
    }

    /**
     * The queue that has these parts, in any order.
     *
     * @throws IllegalArgumentException when its head is missing
     */
    public static QueueState recover(Collection<? extends State> parts) {
        QueueHead head = parts.stream()
                .filter(QueueHead.class::isInstance)
                .map(QueueHead.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No head among a queue's " + parts.size() + " parts"));
        var state = new QueueState(head.queue());
        state.open = head.open();
        state.measurementPlanned = true;
        // What was decoded entry by entry has an id of its own each time; a million of them must share one.
        Map<Object, Object> shared = new HashMap<>();
        for (State part : parts) {
            if (part instanceof QueueEntry entry) {
                state.entries.replace(
                        null,
                        new QueueEntry(
                                state.queue,
                                share(shared, entry.job()),
                                entry.jobPriority(),
                                share(shared, entry.jobCreated()),
                                entry.task(),
                                share(shared, entry.avoid()),
                                entry.dispatched(),
                                entry.offeredTo(),
                                entry.declinedBy()));
            } else if (part instanceof QueueRun run) {
                state.runs.put(run.worker(), run);
            }
        }
        return state;
    }

    @SuppressWarnings("unchecked")
    private static <T> T share(Map<Object, Object> shared, T value) {
        return (T) shared.computeIfAbsent(value, first -> first);
    }

    @Override
    public EntityKey key() {
        return key;
    }

    @Override
    public Optional<State> part(String part) {
        if (part.equals(HEAD)) {
            return Optional.of(new QueueHead(queue, open));
        }
        if (part.startsWith(ENTRY)) {
            int slash = part.lastIndexOf('/');
            JobId job = JobId.of(part.substring(ENTRY.length(), slash));
            return Optional.ofNullable(entries.find(job, Integer.parseInt(part.substring(slash + 1))));
        }
        if (part.startsWith(RUN)) {
            return Optional.ofNullable(runs.get(WorkerId.of(part.substring(RUN.length()))));
        }
        throw new IllegalArgumentException("A queue has no part " + part);
    }

    @Override
    public List<State> parts() {
        List<State> parts = new ArrayList<>();
        parts.add(new QueueHead(queue, open));
        parts.addAll(runs.values());
        entries.all().forEach(parts::add);
        return parts;
    }

    /** What was out during an outage gets the whole time once more: workers come back only now, too. */
    @Override
    public List<Effect.SetTimer> timers(Instant now, Rules rules) {
        List<Effect.SetTimer> timers = new ArrayList<>();
        timers.add(QueueTimers.measure(queue, now));
        if (!entries.isEmpty()) {
            timers.add(new Effect.SetTimer(
                    QueueTimers.expiryKey(queue),
                    now.plus(rules.dispatchTimeout()),
                    new QueueCommand.ExpireDispatches(queue)));
        }
        return timers;
    }

    public QueueId queue() {
        return queue;
    }

    /** Whether its topic is known to be there; until then nothing is dispatched. */
    public boolean open() {
        return open;
    }

    public int waitingCount() {
        return entries.waiting().size();
    }

    /** How many tasks are dispatched or offered, and not started. */
    public int outCount() {
        return entries.out().size();
    }

    public int runningCount() {
        return runs.size();
    }

    QueueEntries entries() {
        return entries;
    }

    Collection<QueueRun> runs() {
        return runs.values();
    }

    @Nullable
    QueueRun run(WorkerId worker) {
        return runs.get(worker);
    }

    Pace pace() {
        return pace;
    }

    @Nullable
    WorkerId lastOffered() {
        return lastOffered;
    }

    QueueEvent.@Nullable QueueMeasured measured() {
        return measured;
    }

    boolean measurementPlanned() {
        return measurementPlanned;
    }

    /** Awake workers that accept the queue's tasks, by id. */
    @SuppressWarnings("ReferenceEquality") // An equal roster that is another one is merely counted again.
    List<Roster.Member> hosts(Roster roster) {
        if (known != roster) {
            knownHosts = roster.accepting(queue).stream()
                    .filter(Roster.Member::awake)
                    .toList();
            knownAsking = knownHosts.stream()
                    .filter(Roster.Member::asks)
                    .map(Roster.Member::worker)
                    .collect(Collectors.toUnmodifiableSet());
            knownAskingRuns =
                    (int) runs.keySet().stream().filter(knownAsking::contains).count();
            known = roster;
        }
        return knownHosts;
    }

    /** How many of the hosts listen to the queue's topic. */
    int listeners(Roster roster) {
        return hosts(roster).size() - knownAsking.size();
    }

    /** How many of the queue's tasks are run by workers that listen to its topic. */
    int listenersRuns(Roster roster) {
        int asking = hosts(roster).isEmpty() ? 0 : knownAskingRuns;
        return runs.size() - asking;
    }

    /** How many tasks are on the topic, or offered to workers that listen to it. */
    int listenersOut(Roster roster) {
        int asking = hosts(roster).isEmpty() ? 0 : entries.offersTo(knownAsking);
        return outCount() - asking;
    }

    Waiters waiters() {
        return waiters;
    }

    void open(Journal journal) {
        boolean before = open;
        open = true;
        journal.changed(key, HEAD, () -> open = before);
    }

    void replace(@Nullable QueueEntry before, @Nullable QueueEntry after, Journal journal) {
        QueueEntry either = after != null ? after : before;
        if (either == null) {
            return;
        }
        entries.replace(before, after);
        journal.changed(key, either.part(), () -> entries.replace(after, before));
    }

    void offer(QueueEntry before, QueueEntry after, Journal journal) {
        WorkerId lastBefore = lastOffered;
        WorkerId host = Objects.requireNonNull(after.offeredTo(), "an offer is made to somebody");
        Waiters.Waiter waiter = waiters.of(host);
        entries.replace(before, after);
        lastOffered = host;
        waiters.set(host, null);
        journal.changed(key, after.part(), () -> {
            entries.replace(after, before);
            lastOffered = lastBefore;
            waiters.set(host, waiter);
        });
    }

    /** Those whose wait is over by then make room. */
    void await(Waiters.Waiter waiter, Journal journal) {
        List<Waiters.Waiter> over = waiters.over(waiter.since());
        Waiters.Waiter before = waiters.of(waiter.worker());
        over.forEach(each -> waiters.set(each.worker(), null));
        waiters.set(waiter.worker(), waiter);
        journal.changed(key, HEAD, () -> {
            waiters.set(waiter.worker(), before);
            over.forEach(each -> waiters.set(each.worker(), each));
        });
    }

    void beginRun(QueueRun run, Journal journal) {
        QueueRun before = runs.get(run.worker());
        putRun(run.worker(), run);
        journal.changed(key, run.part(), () -> putRun(run.worker(), before));
    }

    /** @param ran how long it lasted; null: nobody knows */
    void endRun(WorkerId worker, @Nullable Duration ran, Journal journal) {
        QueueRun before = runs.get(worker);
        if (before == null) {
            return;
        }
        putRun(worker, null);
        Pace paceBefore = pace;
        if (ran != null) {
            pace = pace.after(ran);
        }
        journal.changed(key, before.part(), () -> {
            putRun(worker, before);
            pace = paceBefore;
        });
    }

    void planMeasurement(Journal journal) {
        setMeasurement(measured, true, journal);
    }

    /** @param found what it found; null: the same as before */
    void endMeasurement(QueueEvent.@Nullable QueueMeasured found, Journal journal) {
        setMeasurement(found == null ? measured : found, false, journal);
    }

    private void setMeasurement(QueueEvent.@Nullable QueueMeasured found, boolean planned, Journal journal) {
        var foundBefore = measured;
        boolean plannedBefore = measurementPlanned;
        measured = found;
        measurementPlanned = planned;
        journal.changed(key, HEAD, () -> {
            measured = foundBefore;
            measurementPlanned = plannedBefore;
        });
    }

    private void putRun(WorkerId worker, @Nullable QueueRun run) {
        QueueRun before = run == null ? runs.remove(worker) : runs.put(worker, run);
        if (knownAsking.contains(worker)) {
            knownAskingRuns += (run == null ? 0 : 1) - (before == null ? 0 : 1);
        }
    }

    /** For logs. */
    @Override
    public String toString() {
        return key + " (waiting " + waitingCount() + ", out " + outCount() + ", running " + runningCount() + ")";
    }
}
