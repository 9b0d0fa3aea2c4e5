// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import io.tablao.event.Preview;
import io.tablao.event.Topics;
import io.tablao.model.TaskKey;
import io.tablao.preview.PreviewImages;
import io.tablao.preview.PreviewImages.NotShown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Shows the farm what its tasks produce. Made here, since the files are here, and sent over Kafka, which is all that a worker
 * needs to reach; small enough for that. Of what comes faster than it is sent only the newest is, so that what waits is bounded
 * by the number of slots.
 */
final class Previews implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Previews.class);

    /** What waits to be sent: the newest of each task. */
    private record OfTask(TaskKey task) {}

    private final Outbox outbox;
    private final InstantSource clock;
    private final Duration pause;
    private final ScheduledExecutorService painter = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("worker-previews").factory());

    /** Guards the two below. */
    private final Object lock = new Object();

    private Map<TaskKey, Path> waiting = new LinkedHashMap<>();
    private boolean scheduled;

    /** @param pause between looks at what has come */
    Previews(Outbox outbox, InstantSource clock, Duration pause) {
        this.outbox = outbox;
        this.clock = clock;
        this.pause = pause;
    }

    /** Shows a file soon, unless the task produces another before; returns at once. */
    void offer(TaskKey task, Path file) {
        synchronized (lock) {
            waiting.put(task, file);
            if (!scheduled && !painter.isShutdown()) {
                scheduled = true;
                var unused = painter.schedule(this::showAll, pause.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void showAll() {
        Map<TaskKey, Path> now;
        synchronized (lock) {
            now = waiting;
            waiting = new LinkedHashMap<>();
            scheduled = false;
        }
        now.forEach(this::show);
    }

    private void show(TaskKey task, Path file) {
        try {
            var preview = Preview.of(task, clock.instant(), PreviewImages.of(shown(file)));
            outbox.sayLatest(new OfTask(task), Topics.PREVIEWS, preview);
        } catch (NotShown e) {
            LOG.debugf("There is no preview of %s: %s", file, e.getMessage());
        } catch (IOException e) {
            LOG.infof("There is no preview of %s, since it cannot be read: %s", file, e.getMessage());
        } catch (RuntimeException | OutOfMemoryError e) {
            // Of whatever a decoder falls over, the next output is shown again.
            LOG.warnf(e, "There is no preview of %s", file);
        }
    }

    /** Beside an EXR, which is not for screens, Blender writes a JPEG if it is asked to. */
    private static Path shown(Path file) {
        String name = String.valueOf(file.getFileName());
        if (name.toLowerCase(Locale.ROOT).endsWith(".exr")) {
            Path beside = file.resolveSibling(name.substring(0, name.length() - 4) + ".jpg");
            return Files.isRegularFile(beside) ? beside : file;
        }
        return file;
    }

    @Override
    public void close() {
        painter.shutdownNow();
    }
}
