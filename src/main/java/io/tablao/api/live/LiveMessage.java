// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.live;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What has changed since the message before.
 *
 * @param everything whether more may have changed than is named here: read anew whatever is shown
 * @param jobs ids
 * @param manyJobs whether there are more than are named, in which case none is
 * @param tasks indices in the job that is watched
 * @param workers ids
 * @param farm whether tags, or what else the farm as a whole has, changed
 */
@Schema(name = "LiveMessage")
@JsonNaming(SnakeCaseStrategy.class)
record LiveMessage(
        boolean everything,
        List<String> jobs,
        boolean manyJobs,
        List<Integer> tasks,
        boolean manyTasks,
        List<String> workers,
        boolean manyWorkers,
        boolean queues,
        boolean farm) {

    static final LiveMessage EVERYTHING =
            new LiveMessage(true, List.of(), false, List.of(), false, List.of(), false, false, false);
}
