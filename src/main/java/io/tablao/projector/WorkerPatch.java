// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.tablao.model.SessionId;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.model.WorkerStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one batch changes of a worker's row; null leaves a column as it is. */
final class WorkerPatch {

    /** A sign-on, which replaces everything that was known of the worker. */
    record SignOn(SessionId session, WorkerProfile profile, Instant at) {}

    final WorkerId worker;

    @Nullable
    SignOn signOn;

    @Nullable
    WorkerStatus status;

    @Nullable
    String reason;

    @Nullable
    Instant lastSeen;

    WorkerPatch(WorkerId worker) {
        this.worker = worker;
    }

    void signedOn(SignOn how) {
        signOn = how;
        changed(WorkerStatus.AWAKE, "", how.at());
    }

    void changed(WorkerStatus to, String why, @Nullable Instant seen) {
        status = to;
        reason = why;
        if (seen != null) {
            lastSeen = seen;
        }
    }
}
