// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.shaman;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.tablao.api.ApiProblem;
import io.tablao.api.LargeBodies;
import io.tablao.api.UploadAnswer;
import io.tablao.storage.FileStore;
import io.tablao.storage.StorageConfig;
import io.tablao.storage.StoredFile;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Takes uploads, {@code POST /api/v3/shaman/files/{checksum}/{filesize}}. Not a resource like the others: files are larger
 * than any other request may be, go to the disk while they come, and hold no thread while their sender is slow.
 */
@ApplicationScoped
public class ShamanUploads {

    private static final Logger LOG = Logger.getLogger(ShamanUploads.class);

    private final FileStore store;
    private final StorageConfig.Shaman config;
    private final Vertx vertx;
    private final Semaphore places;

    @Inject
    ShamanUploads(FileStore store, StorageConfig config, Vertx vertx) {
        this.store = store;
        this.config = config.shaman();
        this.vertx = vertx;
        this.places = new Semaphore(this.config.mostUploads());
    }

    void register(@Observes Filters filters) {
        filters.register(this::filter, LargeBodies.FILTER_PRIORITY);
    }

    private void filter(RoutingContext request) {
        String path = request.normalizedPath();
        if (LargeBodies.isOne(request.request().method(), path) && path.startsWith(LargeBodies.SHAMAN_FILES)) {
            take(request, path.substring(LargeBodies.SHAMAN_FILES.length()).split("/", -1));
        } else {
            request.next();
        }
    }

    private void take(RoutingContext request, String[] parts) {
        var answer = new UploadAnswer(vertx, request.request());
        if (parts.length != 2) {
            answer.refuse(404, "There is nothing at " + request.normalizedPath());
            return;
        }
        StoredFile file;
        try {
            ShamanResource.mustBeEnabled(config.enabled());
            file = ShamanResource.named(parts[0], parts[1]);
        } catch (ApiProblem problem) {
            answer.refuse(problem.code(), problem.sentence());
            return;
        }
        if (!places.tryAcquire()) {
            answer.refuse(503, config.mostUploads() + " files are being uploaded already; try again soon");
            return;
        }
        LOG.debugf(
                "%s is uploaded, by its sender called %s",
                file, request.request().getHeader("X-Shaman-Original-Filename"));
        new ShamanUpload(vertx, store, file, request.request(), answer, config.uploadTimeout(), places::release)
                .begin();
    }
}
