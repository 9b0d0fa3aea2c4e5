// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A task's worker. Flamenco: the same.
 *
 * @param address always empty: workers speak over Kafka
 */
@Schema(name = "TaskWorker")
record TaskWorker(String id, String name, String address) {

    /** A worker whose name is not known is called by its id. */
    static TaskWorker of(UUID worker, @Nullable String name) {
        return new TaskWorker(worker.toString(), name == null ? worker.toString() : name, "");
    }

    static @Nullable TaskWorker of(@Nullable UUID worker, Map<UUID, String> names) {
        return worker == null ? null : of(worker, names.get(worker));
    }
}
