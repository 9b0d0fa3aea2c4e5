// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.tablao.bus.KafkaSettings;
import io.tablao.bus.KeyedInlet;
import io.tablao.bus.ShareGroup;
import io.tablao.event.Envelope;
import io.tablao.event.Notice;
import io.tablao.event.Topics;
import io.tablao.model.Platform;
import io.tablao.model.QueueId;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.worker.command.RunningProcesses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.jboss.logging.Logger;

/** All slots of this process, from the sign-on to the sign-off, with the inbox and the outbox that they share. */
final class Workers implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Workers.class);
    private static final long TICK_MILLIS = 500;
    private static final long RETRY_SECONDS = 1;
    private static final Duration PREVIEWS_EVERY = Duration.ofSeconds(2);

    private final KafkaSettings kafka;
    private final WorkerConfig config;
    private final WorkerIds ids;
    private final Outbox outbox;
    private final Previews previews;
    private final KeyedInlet<Notice> inbox;
    private final Map<WorkerId, Slot> slots = new LinkedHashMap<>();
    private final QueueListeners listeners = new QueueListeners(this::listen);
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("workers").factory());
    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * Ends what an earlier run of the same workers left behind; does not speak to Kafka yet.
     *
     * @param folder where ids and running processes are remembered
     * @param software name and version of this program
     * @throws IllegalStateException when the folder cannot be used, or another process uses it
     */
    Workers(KafkaSettings kafka, WorkerConfig config, Path folder, String software, MeterRegistry registry) {
        this.kafka = kafka;
        this.config = config;
        int count = config.count().orElse(Runtime.getRuntime().availableProcessors());
        this.ids = WorkerIds.hold(folder, count, UUID::randomUUID);
        var clock = InstantSource.system();
        this.outbox = new Outbox(
                Outbox.producer(kafka),
                KeptReports.open(folder.resolve("outbox"), config.outboxLimit().asLongValue()),
                clock,
                config.stopGrace());
        this.previews = new Previews(outbox, clock, PREVIEWS_EVERY);
        var equipment = new Equipment(
                outbox,
                previews,
                cleanedUp(folder),
                config.variables(),
                config.logLimit().asLongValue(),
                clock);
        var metrics = new WorkerMetrics(registry);
        String name = config.name().orElseGet(Workers::hostName);
        for (WorkerId id : ids.all()) {
            String slotName = name + "-" + (slots.size() + 1);
            slots.put(id, new Slot(id, profile(slotName, software), equipment, metrics));
        }
        metrics.watch(List.copyOf(slots.values()));
        this.inbox = new KeyedInlet<>(
                kafka,
                Topics.INBOX,
                Notice.class,
                ids.all().stream().map(WorkerId::toString).collect(Collectors.toSet()),
                this::noticed);
    }

    /** Returns at once; the workers sign on as soon as Kafka and a scheduler are there. */
    void start() {
        clockwork.execute(this::begin);
    }

    boolean areSignedOn() {
        return slots.values().stream().allMatch(Slot::isSignedOn);
    }

    /** Ends what runs, signs off, and delivers what was not delivered yet; all within the grace period, or thereabouts. */
    @Override
    public void close() {
        synchronized (this) {
            closing.countDown();
            clockwork.shutdown();
        }
        var over = CompletableFuture.allOf(
                slots.values().stream().map(Slot::shutDown).toArray(CompletableFuture<?>[]::new));
        try {
            over.get(config.stopGrace().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warnf(
                    "Not all workers could sign off within %s; the scheduler will miss them, and return their tasks",
                    config.stopGrace());
        } catch (ExecutionException e) {
            LOG.error("Could not sign off", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        listeners.close();
        inbox.close();
        previews.close();
        outbox.close();
        ids.close();
    }

    private void begin() {
        try {
            configureGroup();
            // Listening first: the answer to a sign-on must not be missed. And what the older sessions did must count.
            inbox.start().runAfterBoth(outbox.leftoversDelivered(), this::signOn);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void configureGroup() throws InterruptedException {
        try (Admin admin = Admin.create(kafka.admin())) {
            boolean reported = false;
            while (closing.getCount() > 0) {
                try {
                    ShareGroup.configure(admin, ShareGroup.WORKERS);
                    return;
                } catch (IllegalStateException e) {
                    if (!reported) {
                        LOG.warnf("%s. The workers keep trying", e.getMessage());
                        reported = true;
                    }
                    if (closing.await(RETRY_SECONDS, TimeUnit.SECONDS)) {
                        return;
                    }
                }
            }
        }
    }

    private synchronized void signOn() {
        if (closing.getCount() == 0) {
            return;
        }
        for (Slot slot : slots.values()) {
            listeners.move(slot, Set.of());
            slot.start(free -> listeners.free(slot, free), tags -> listeners.move(slot, tags));
        }
        every(TICK_MILLIS, Slot::tick);
        var unused = clockwork.scheduleAtFixedRate(outbox::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        every(config.heartbeatInterval().toMillis(), Slot::beat);
    }

    private TasksListener listen(Set<String> tags, FreeSlots free) {
        List<String> topics = topics(tags);
        var listener = new TasksListener(
                free,
                TasksListener.several(slots.size()),
                most -> ShareGroup.join(kafka, ShareGroup.WORKERS, topics, most));
        listener.start();
        return listener;
    }

    private void every(long millis, Consumer<Slot> what) {
        var unused = clockwork.scheduleAtFixedRate(
                () -> slots.values().forEach(what), millis, millis, TimeUnit.MILLISECONDS);
    }

    private void noticed(Envelope<Notice> notice) {
        Slot slot = slots.get(notice.body().worker());
        if (slot != null) {
            slot.notice(notice.body());
        }
    }

    private WorkerProfile profile(String name, String software) {
        return new WorkerProfile(
                name,
                Platform.current().toString(),
                software,
                new HashSet<>(config.taskTypes()),
                new HashSet<>(config.tags().orElse(List.of())),
                true);
    }

    private List<String> topics(Set<String> tags) {
        Set<String> topics = new TreeSet<>();
        for (String type : config.taskTypes()) {
            topics.add(Topics.tasks(QueueId.of(type)));
            tags.forEach(tag -> topics.add(Topics.tasks(new QueueId(type, tag))));
        }
        return List.copyOf(topics);
    }

    private static RunningProcesses cleanedUp(Path folder) {
        var processes = new RunningProcesses(folder.resolve("processes"));
        try {
            processes.killLeftovers();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Cannot read which processes an earlier run left behind in " + folder + " (" + e
                            + "): end them, and delete the file processes there.",
                    e);
        }
        return processes;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("This host has no name: set tablao.worker.name.", e);
        }
    }
}
