// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.work;

import io.smallrye.mutiny.Uni;
import io.tablao.api.ApiProblem;
import io.tablao.api.CallerContext;
import io.tablao.api.CommandGateway;
import io.tablao.event.Preview;
import io.tablao.model.PreviewSize;
import io.tablao.model.TaskKey;
import io.tablao.preview.PreviewImages;
import io.tablao.preview.PreviewImages.NotShown;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Makes previews of what workers send, one at a time: an image that is unpacked takes far more memory than it had on its way,
 * and previews are to slow nothing else down.
 */
@ApplicationScoped
class PreviewDesk {

    private static final Logger LOG = Logger.getLogger(PreviewDesk.class);
    private static final int MOST_WAITING = 16;

    private final CommandGateway gateway;
    private final ThreadPoolExecutor painter = new ThreadPoolExecutor(
            1,
            1,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("api-previews").factory());

    @Inject
    PreviewDesk(CommandGateway gateway) {
        this.gateway = gateway;
        painter.allowCoreThreadTimeOut(true);
    }

    @PreDestroy
    void close() {
        painter.shutdownNow();
    }

    /**
     * Completes when the preview is in Kafka, and will be shown; fails with 415 when the image cannot be, and with 429 when too
     * many wait already.
     */
    Uni<Void> show(TaskKey task, byte[] image) {
        return paint(image).chain(images -> gateway.show(Preview.of(task, gateway.now(), images)));
    }

    private Uni<Map<PreviewSize, String>> paint(byte[] image) {
        return CallerContext.keep(Uni.createFrom().deferred(() -> {
            try {
                return Uni.createFrom().completionStage(CompletableFuture.supplyAsync(() -> painted(image), painter));
            } catch (RejectedExecutionException e) {
                return Uni.createFrom().failure(ApiProblem.tooMany("Too many images wait to be shown; send fewer"));
            }
        }));
    }

    private static Map<PreviewSize, String> painted(byte[] image) {
        try {
            return PreviewImages.of(image);
        } catch (NotShown e) {
            throw ApiProblem.unsupported("The image cannot be shown: " + e.getMessage());
        } catch (IOException e) {
            throw new CompletionException(e);
        } catch (OutOfMemoryError e) {
            LOG.warn("There is too little memory for a preview; its worker is told to send fewer", e);
            throw ApiProblem.tooMany("There is too little memory for a preview just now");
        }
    }
}
