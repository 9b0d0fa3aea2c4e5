// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import io.quarkus.runtime.StartupEvent;
import io.tablao.bus.Role;
import io.tablao.bus.Roles;
import io.tablao.model.JsonText;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The job types that can be submitted now. They are read when the process starts and again whenever a script in the farm's
 * own folder changes. Until they have been read for the first time, a second or two, callers wait.
 */
@Singleton
public class JobTypes {

    private static final Logger LOG = Logger.getLogger(JobTypes.class);

    /** At first all are waited for: each answers, or is stopped, within the limits of the sandbox. */
    private static final Duration FIRST_PATIENCE = Duration.ofMinutes(1);

    private static final Duration PATIENCE = Duration.ofMillis(200);

    /** Processes look through the folder at their own times, and a slow one may be so much behind another. */
    private static final Duration FURTHEST_BEHIND = Duration.ofSeconds(2);

    private final CompilersConfig config;
    private final ScriptShelf shelf;
    private final CatalogueReader reader;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("job-types").factory());
    private final CompletableFuture<Catalogue> first = new CompletableFuture<>();
    private final Object changes = new Object();
    private volatile @Nullable Catalogue current;
    private @Nullable Future<?> reading;
    private boolean unreadable;

    @Inject
    JobTypes(CompilersConfig config, Sandbox sandbox) {
        this.config = config;
        shelf = new ScriptShelf(config.dir());
        reader = new CatalogueReader(sandbox);
    }

    /** In the order of their names. */
    public List<JobType> all() {
        return catalogue().all();
    }

    /** @param name for instance {@code simple-blender-render} */
    public Optional<JobType> find(String name) {
        return catalogue().find(name).map(Catalogue.Entry::type);
    }

    /**
     * A job type with where it comes from.
     *
     * @param file the script's name
     * @param hash of the script and its modules
     */
    public record Usable(JobType type, String file, boolean builtIn, String hash) {}

    /** Likewise, with their scripts. */
    public List<Usable> scripts() {
        return catalogue().entries().values().stream()
                .map(entry -> new Usable(
                        entry.type(),
                        entry.script().file(),
                        entry.script().builtIn(),
                        entry.script().hash()))
                .toList();
    }

    /** Of the script of a job type, and its modules. */
    public Optional<String> hash(String name) {
        return catalogue().find(name).map(entry -> entry.script().hash());
    }

    /** Scripts that are left out, and why. */
    public List<ScriptProblem> problems() {
        return catalogue().problems();
    }

    /** Completes when the job types have been read for the first time; from then on nothing here waits. */
    public CompletionStage<Void> ready() {
        if (current != null) {
            return CompletableFuture.completedFuture(null);
        }
        start();
        return first.thenAccept(catalogue -> {});
    }

    /** Checks a submission against the job types of now; pure but for that. An unknown job type is a problem like others. */
    public SettingsCheck.Result check(String jobType, JsonText settings) {
        Catalogue now = catalogue();
        return now.find(jobType)
                .map(entry -> SettingsCheck.check(entry.type(), settings))
                .orElseGet(() -> new SettingsCheck.Refused(List.of(now.whyUnknown(jobType))));
    }

    /** A script of somebody's own in the place of a job type's, with the modules that it requires. */
    Script script(String jobType, String text, Map<String, String> modules) {
        String file = catalogue()
                .find(jobType)
                .map(entry -> entry.script().file())
                .orElseGet(() -> jobType.replace('-', '_') + Script.EXTENSION);
        return shelf.script(file, text, modules);
    }

    /** Waits for the answer of a script that somebody tries out. */
    CatalogueReader.Reading describe(Script script) {
        return reader.read(script, Purpose.TRIAL).join();
    }

    Catalogue catalogue() {
        Catalogue known = current;
        if (known != null) {
            return known;
        }
        start();
        return first.join();
    }

    /**
     * For what another process has seen in the folder, perhaps before this one: the job types once they are as wanted, or as they
     * are when they have had the time for it. Without a folder nobody is ahead.
     */
    Catalogue catalogue(Predicate<Catalogue> wanted) throws InterruptedException {
        Catalogue now = catalogue();
        if (config.dir().isEmpty()) {
            return now;
        }
        long deadline = System.nanoTime() + FURTHEST_BEHIND.toNanos();
        synchronized (changes) {
            now = catalogue();
            long left = FURTHEST_BEHIND.toMillis();
            while (left > 0 && !wanted.test(now)) {
                changes.wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                now = catalogue();
            }
        }
        return now;
    }

    void onStart(@Observes StartupEvent event, Roles roles) {
        if (roles.has(Role.API) || roles.has(Role.COMPILER)) {
            start();
        }
    }

    @PreDestroy
    void close() {
        clock.shutdownNow();
    }

    private synchronized void start() {
        if (reading == null) {
            // Without a folder nothing ever changes, and looking costs nothing.
            long millis = Math.max(1, config.rescanInterval().toMillis());
            reading = clock.scheduleWithFixedDelay(this::readIfChanged, 0, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void readIfChanged() {
        try {
            boolean changed = shelf.look();
            if (changed || reader.isOpen() || current == null) {
                Catalogue read = reader.read(shelf.contents(), current == null ? FIRST_PATIENCE : PATIENCE);
                synchronized (changes) {
                    current = read;
                    changes.notifyAll();
                }
                first.complete(read);
            }
            if (unreadable) {
                LOG.infof("The folder of scripts can be read again");
            }
            unreadable = false;
        } catch (IOException | UncheckedIOException e) {
            // A file server that is away, for instance: what is known stays.
            if (!unreadable) {
                LOG.warnf("Cannot read the folder of scripts, so job types stay as they are; trying again: %s", e);
            }
            unreadable = true;
            first.completeExceptionally(e);
        } catch (InterruptedException e) {
            // This process ends.
            Thread.currentThread().interrupt();
            first.completeExceptionally(e);
        } catch (RuntimeException e) {
            LOG.errorf(e, "Cannot read the job types; trying again");
            first.completeExceptionally(e);
        }
    }
}
