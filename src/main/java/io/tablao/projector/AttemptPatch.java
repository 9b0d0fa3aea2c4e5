// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.tablao.model.TaskKey;
import io.tablao.model.TaskStatus;
import io.tablao.model.WorkerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one round knows of an attempt: its start, its end, or both. */
final class AttemptPatch {

    /** Names an attempt. */
    record Key(TaskKey task, int attempt) {}

    final Key key;
    final WorkerId worker;

    @Nullable
    Instant started;

    @Nullable
    Instant ended;

    @Nullable
    TaskStatus outcome;

    @Nullable
    String message;

    AttemptPatch(Key key, WorkerId worker) {
        this.key = key;
        this.worker = worker;
    }

    void ended(Instant at, TaskStatus how, String why) {
        ended = at;
        outcome = how;
        message = why;
    }
}
