// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.tablao.model.TaskKey;
import io.tablao.model.TaskStatus;
import io.tablao.model.WorkerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one round changes of a task's row; null leaves a column as it is. */
final class TaskPatch {

    /** For {@link #steps}: as many as the task has, which only its row knows. */
    static final int ALL_STEPS = -1;

    final TaskKey task;
    Instant updated;

    @Nullable
    TaskStatus status;

    @Nullable
    Boolean runnable;

    @Nullable
    Integer attempt;

    @Nullable
    Integer steps;

    @Nullable
    WorkerId worker;

    @Nullable
    String activity;

    @Nullable
    Instant touched;

    @Nullable
    Instant started;
    /** With {@link #started} given, null means that the task has not ended yet. */
    @Nullable
    Instant ended;

    TaskPatch(TaskKey task, Instant updated) {
        this.task = task;
        this.updated = updated;
    }

    void released(int newAttempt, Instant time) {
        runnable = true;
        attempt = newAttempt;
        updated = time;
    }

    void recalled(Instant time) {
        runnable = false;
        updated = time;
    }

    void canceled(String why, Instant time) {
        status = TaskStatus.CANCELED;
        runnable = false;
        activity = why;
        updated = time;
        ended = time;
    }

    void started(int newAttempt, WorkerId by, Instant at, Instant time) {
        status = TaskStatus.ACTIVE;
        runnable = false;
        attempt = newAttempt;
        steps = 0;
        worker = by;
        activity = "";
        started = at;
        ended = null;
        touched = at;
        updated = time;
    }

    void progressed(int toSteps, Instant time) {
        steps = toSteps;
        touched = time;
        updated = time;
    }

    void completed(WorkerId by, Instant at, Instant time) {
        ended(TaskStatus.COMPLETED, by, "", at, time);
        steps = ALL_STEPS;
    }

    /** @param by null: nobody had run it */
    void ended(TaskStatus how, @Nullable WorkerId by, String why, Instant at, Instant time) {
        status = how;
        runnable = false;
        activity = why;
        ended = at;
        updated = time;
        if (by != null) {
            worker = by;
            touched = at;
        }
    }

    void returned(TaskStatus to, String why, Instant time) {
        status = to;
        runnable = false;
        steps = 0;
        activity = why;
        updated = time;
    }
}
