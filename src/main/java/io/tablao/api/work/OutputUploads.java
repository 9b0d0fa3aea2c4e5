// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.work;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.mutiny.Uni;
import io.tablao.api.ApiConfig;
import io.tablao.api.ApiProblem;
import io.tablao.api.ErrorBody;
import io.tablao.api.ErrorResponses;
import io.tablao.api.LargeBodies;
import io.tablao.api.PathLookup;
import io.tablao.api.UploadAnswer;
import io.tablao.model.WorkerId;
import io.tablao.readmodel.TaskRow;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes what workers have rendered, to be shown. Not a resource like the others, since such a request may be larger than any
 * other: nothing of it is read before it is known who sends it, of which task, and that there is room for it.
 */
@ApplicationScoped
public class OutputUploads {

    /** Flamenco: an image may have 25 MB. */
    private static final long LARGEST = 25L << 20;

    private static final Set<String> TYPES = Set.of("image/png", "image/jpeg");

    private final ApiConfig config;
    private final WorkerCalls calls;
    private final PathLookup lookup;
    private final PreviewDesk desk;
    private final Vertx vertx;
    private final AtomicLong room;

    /** A worker sends one after the other. */
    private final Set<WorkerId> sending = ConcurrentHashMap.newKeySet();

    @Inject
    OutputUploads(ApiConfig config, WorkerCalls calls, PathLookup lookup, PreviewDesk desk, Vertx vertx) {
        this.config = config;
        this.calls = calls;
        this.lookup = lookup;
        this.desk = desk;
        this.vertx = vertx;
        this.room = new AtomicLong(config.outputsInMemory().asLongValue());
    }

    void register(@Observes Filters filters) {
        filters.register(this::filter, LargeBodies.FILTER_PRIORITY);
    }

    private void filter(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        var task = LargeBodies.taskWithOutput(routing.normalizedPath());
        if (task.isEmpty() || !LargeBodies.isOne(request.method(), routing.normalizedPath())) {
            routing.next();
            return;
        }
        request.pause();
        var answer = new UploadAnswer(vertx, request);
        Uni.createFrom()
                .deferred(() -> take(task.get(), request))
                .subscribe()
                .with(shown -> answer.end(202), failure -> {
                    ErrorBody error = ErrorResponses.of(failure, routing.normalizedPath());
                    answer.refuse(error.code(), error.message());
                });
    }

    private Uni<Void> take(String taskId, HttpServerRequest request) {
        return calls.caller(request).chain(worker -> {
            long length = length(request);
            checkType(request);
            return lookup.task(taskId).chain(task -> {
                checkWorker(task, worker);
                return inTurn(worker, length, read(request, length).chain(image -> desk.show(task.key(), image)));
            });
        });
    }

    /** The image stays in memory until it is shown. */
    private Uni<Void> inTurn(KnownWorker worker, long length, Uni<Void> work) {
        return Uni.createFrom().deferred(() -> {
            if (!sending.add(worker.id())) {
                throw ApiProblem.tooMany("The worker is sending an image already; send one after the other");
            }
            if (room.addAndGet(-length) < 0) {
                room.addAndGet(length);
                sending.remove(worker.id());
                throw ApiProblem.tooMany("Too many workers are sending images; send fewer");
            }
            return work.onTermination().invoke(() -> {
                room.addAndGet(length);
                sending.remove(worker.id());
            });
        });
    }

    private Uni<byte[]> read(HttpServerRequest request, long length) {
        return Uni.createFrom()
                .<byte[]>emitter(emitter -> {
                    var image = new byte[(int) length];
                    var filled = new int[1];
                    request.exceptionHandler(emitter::fail);
                    request.handler(bytes -> {
                        int fits = Math.min(bytes.length(), image.length - filled[0]);
                        bytes.getBytes(0, fits, image, filled[0]);
                        filled[0] += fits;
                    });
                    request.endHandler(end -> {
                        if (filled[0] < image.length) {
                            emitter.fail(ApiProblem.badRequest("Of " + length + " bytes, " + filled[0] + " came"));
                        } else {
                            emitter.complete(image);
                        }
                    });
                    request.resume();
                })
                .ifNoItem()
                .after(config.outputWait())
                .failWith(() -> ApiProblem.tooSlow(
                        "The image has not come within " + config.outputWait().toSeconds() + " s"));
    }

    private static long length(HttpServerRequest request) {
        String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (announced == null) {
            throw ApiProblem.lengthRequired("How long the image is must be said before it is sent (Content-Length)");
        }
        long length;
        try {
            length = Long.parseLong(announced);
        } catch (NumberFormatException e) {
            throw ApiProblem.badRequest("\"" + announced + "\" is no length");
        }
        if (length > LARGEST) {
            throw ApiProblem.tooLarge("An image may have at most " + (LARGEST >> 20) + " MB");
        }
        return Math.max(0, length);
    }

    private static void checkType(HttpServerRequest request) {
        String type = String.valueOf(request.getHeader(HttpHeaders.CONTENT_TYPE));
        if (!TYPES.contains(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))) {
            throw ApiProblem.unsupported("An image is image/png or image/jpeg, not " + type);
        }
    }

    /** Whose task it was last: what a worker sends of its last frame may come after the end of the task. */
    private static void checkWorker(TaskRow task, KnownWorker worker) {
        if (!worker.id().value().equals(task.workerId)) {
            throw ApiProblem.conflict("Task " + task.id + " is not this worker's");
        }
    }
}
