// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

/** How it stands between a worker that speaks HTTP and an attempt. */
public enum HoldStage {
    /** The worker's entity has asked the job for its start. */
    ASKED,
    /** The job has granted it. */
    RUNNING,
    /** The worker has reported its end; kept so that a second report is known as one. */
    ENDED
}
