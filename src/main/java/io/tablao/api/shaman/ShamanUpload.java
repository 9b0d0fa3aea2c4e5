// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.shaman;

import io.tablao.api.UploadAnswer;
import io.tablao.storage.FileStore;
import io.tablao.storage.FileUpload;
import io.tablao.storage.StoredFile;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One upload, from its first byte to its answer. Runs on the event loop of its connection, but for what touches the disk:
 * while that is under way nothing more is read, so that the sender is held to the speed of the disk.
 */
final class ShamanUpload {

    private static final Logger LOG = Logger.getLogger(ShamanUpload.class);
    private static final int WRITTEN_AT_ONCE = 256 * 1024;

    /** How often it is looked whether somebody else has stored the same file meanwhile. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private enum Step {
        ON,
        TOO_MUCH,
        OVERTAKEN
    }

    private final Vertx vertx;
    private final FileStore store;
    private final StoredFile file;
    private final HttpServerRequest request;
    private final UploadAnswer answer;
    private final Duration timeout;
    private final Runnable released;

    private @Nullable FileUpload upload;
    private Buffer gathered = Buffer.buffer();
    private long nextLook = System.nanoTime() + LOOK_EVERY.toNanos();
    private long timer = -1;
    private boolean atDisk;
    private boolean heard = true;
    private boolean over;

    /** @param released called once, when nothing of the upload is left */
    ShamanUpload(
            Vertx vertx,
            FileStore store,
            StoredFile file,
            HttpServerRequest request,
            UploadAnswer answer,
            Duration timeout,
            Runnable released) {
        this.vertx = vertx;
        this.store = store;
        this.file = file;
        this.request = request;
        this.answer = answer;
        this.timeout = timeout;
        this.released = released;
    }

    void begin() {
        request.pause();
        request.exceptionHandler(this::broken);
        String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (announced != null && !announced.equals(Long.toString(file.size()))) {
            refuse(417, "The file was to have " + file.size() + " bytes, and " + announced + " were announced");
            return;
        }
        timer = vertx.setPeriodic(timeout.toMillis(), tick -> look());
        boolean canDefer = "true".equalsIgnoreCase(request.getHeader("X-Shaman-Can-Defer-Upload"));
        onDisk(
                () -> {
                    if (store.touch(file)) {
                        return FileStore.Status.STORED;
                    }
                    if (canDefer && store.status(file) == FileStore.Status.UPLOADING) {
                        return FileStore.Status.UPLOADING;
                    }
                    upload = store.upload(file);
                    return FileStore.Status.UNKNOWN;
                },
                status -> {
                    switch (status) {
                        case STORED -> end(208);
                        case UPLOADING -> refuse(425, "Somebody else is uploading this file; upload others before it");
                        case UNKNOWN -> read();
                    }
                });
    }

    private void read() {
        request.handler(bytes -> {
            heard = true;
            gathered.appendBuffer(bytes);
            if (gathered.length() >= WRITTEN_AT_ONCE) {
                request.pause();
                write();
            }
        });
        request.endHandler(end -> finish());
        request.resume();
    }

    private void write() {
        Buffer bytes = gathered;
        gathered = Buffer.buffer();
        onDisk(() -> append(bytes), step -> {
            switch (step) {
                case ON -> request.resume();
                case TOO_MUCH -> wrongSize();
                case OVERTAKEN -> end(208);
            }
        });
    }

    private Step append(Buffer bytes) throws IOException {
        FileUpload begun = begun();
        if (!begun.write(ByteBuffer.wrap(bytes.getBytes()))) {
            return Step.TOO_MUCH;
        }
        if (System.nanoTime() - nextLook < 0) {
            return Step.ON;
        }
        nextLook = System.nanoTime() + LOOK_EVERY.toNanos();
        return begun.isOvertaken() ? Step.OVERTAKEN : Step.ON;
    }

    private void finish() {
        Buffer rest = gathered;
        gathered = Buffer.buffer();
        onDisk(() -> append(rest) == Step.TOO_MUCH ? FileUpload.End.WRONG_SIZE : begun().finish(), end -> {
            switch (end) {
                case STORED -> {
                    LOG.debugf("%s was uploaded", file);
                    end(204);
                }
                case WRONG_SIZE -> wrongSize();
                case WRONG_CHECKSUM -> refuse(417, "What came is not the file of checksum " + file.checksum());
            }
        });
    }

    private void wrongSize() {
        refuse(417, "What came does not have the " + file.size() + " bytes that the file was to have");
    }

    private FileUpload begun() {
        FileUpload begun = upload;
        if (begun == null) {
            throw new IllegalStateException("The upload of " + file + " has not begun");
        }
        return begun;
    }

    /** @param next goes on, on the event loop, if the upload still matters then */
    private <T> void onDisk(Callable<T> work, Consumer<T> next) {
        atDisk = true;
        var unused = vertx.executeBlocking(work, false)
                .onComplete(
                        result -> {
                            atDisk = false;
                            if (over) {
                                // It broke off meanwhile.
                                tidyUp();
                            } else {
                                next.accept(result);
                            }
                        },
                        failure -> {
                            atDisk = false;
                            LOG.errorf(failure, "%s could not be stored", file);
                            if (over) {
                                tidyUp();
                                return;
                            }
                            refuse(500, "The file could not be stored; the log of the farm's api says why");
                        });
    }

    private void look() {
        if (!heard && !atDisk) {
            refuse(408, "Nothing more of the file has come for " + timeout.toSeconds() + " s");
        }
        heard = false;
    }

    private void broken(Throwable failure) {
        LOG.debugf(failure, "The upload of %s broke off", file);
        over();
    }

    private void refuse(int code, String message) {
        over();
        answer.refuse(code, message);
    }

    private void end(int code) {
        over();
        answer.end(code);
    }

    private void over() {
        if (over) {
            return;
        }
        over = true;
        gathered = Buffer.buffer();
        vertx.cancelTimer(timer);
        if (!atDisk) {
            tidyUp();
        }
    }

    private void tidyUp() {
        FileUpload begun = upload;
        if (begun == null) {
            released.run();
            return;
        }
        var unused = vertx.executeBlocking(
                        () -> {
                            begun.close();
                            return file;
                        },
                        false)
                .onFailure(failure -> LOG.warnf(failure, "What had come of %s could not be removed", file))
                .onComplete(done -> released.run());
    }
}
