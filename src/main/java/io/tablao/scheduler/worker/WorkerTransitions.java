// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import static io.tablao.model.WorkerStatus.ASLEEP;
import static io.tablao.model.WorkerStatus.AWAKE;
import static io.tablao.model.WorkerStatus.ERROR;
import static io.tablao.model.WorkerStatus.OFFLINE;
import static io.tablao.model.WorkerStatus.RESTART;
import static io.tablao.model.WorkerStatus.STARTING;
import static io.tablao.model.WorkerStatus.TESTING;

import io.tablao.model.WorkerStatus;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which status of a worker may follow which. A status does not follow itself: a worker that signs on anew while it is awake
 * begins another session in the same status.
 */
public final class WorkerTransitions {

    private WorkerTransitions() {}

    public static boolean allowed(WorkerStatus from, WorkerStatus to) {
        return after(from).contains(to);
    }

    /** Whether a worker in this status is expected to be heard of, and lost when it is not. */
    public static boolean watched(WorkerStatus status) {
        return allowed(status, ERROR);
    }

    private static Set<WorkerStatus> after(WorkerStatus from) {
        return switch (from) {
            case STARTING -> EnumSet.of(AWAKE, ASLEEP, TESTING, ERROR, OFFLINE);
            case AWAKE -> EnumSet.of(ASLEEP, TESTING, ERROR, OFFLINE, RESTART);
            case ASLEEP -> EnumSet.of(AWAKE, TESTING, ERROR, OFFLINE, RESTART);
            case TESTING -> EnumSet.of(AWAKE, ASLEEP, ERROR, OFFLINE, RESTART);
            // Told to restart, it is gone or lost next, or, if it was quick, just back.
            case RESTART -> EnumSet.of(STARTING, AWAKE, ASLEEP, ERROR, OFFLINE);
            // Heard of again, it goes on; it cannot be told to restart, since nobody knows that it listens.
            case ERROR -> EnumSet.of(STARTING, AWAKE, ASLEEP, OFFLINE);
            // Nobody waits for a worker that has said good-bye, so it cannot be lost.
            case OFFLINE -> EnumSet.of(STARTING, AWAKE, ASLEEP);
        };
    }
}
