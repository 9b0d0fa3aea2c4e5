// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What people have set for the farm as a whole, while it runs. What is null, or a variable that is not here, is as the
 * processes' configuration says.
 *
 * @param sharedStorage the folder for jobs' files that submitters and workers share, as the farm itself sees it
 * @param variables those that people have made or changed, by name
 * @param taskTimeout an active task that nothing is heard of for so long has failed
 * @param workerTimeout a worker silent for so long is lost
 * @param blocklistThreshold with so many failed tasks of a type in a job, a worker is blocklisted there
 * @param taskFailAfter by so many workers failed, a task is failed
 * @param others a JSON object: keys of a configuration file that were taken over and mean nothing here, so that none is lost
 */
public record FarmSettings(
        @Nullable String name,
        @Nullable String sharedStorage,
        Map<String, FarmVariable> variables,
        @Nullable Duration taskTimeout,
        @Nullable Duration workerTimeout,
        @Nullable Integer blocklistThreshold,
        @Nullable Integer taskFailAfter,
        Shaman shaman,
        JsonText others) {

    public static final FarmSettings NONE =
            new FarmSettings(null, null, Map.of(), null, null, null, null, Shaman.AS_CONFIGURED, JsonText.EMPTY_OBJECT);

    /**
     * How files are uploaded.
     *
     * @param collectEvery how often files that no job needs are looked for; null: as configured
     * @param keepUnused how old a file that no job needs may get
     */
    public record Shaman(
            @Nullable Boolean enabled,
            @Nullable Duration collectEvery,
            @Nullable Duration keepUnused) {

        public static final Shaman AS_CONFIGURED = new Shaman(null, null, null);
    }

    public FarmSettings {
        variables = Map.copyOf(variables);
    }

    public FarmSettings withSharedStorage(String path) {
        return new FarmSettings(
                name, path, variables, taskTimeout, workerTimeout, blocklistThreshold, taskFailAfter, shaman, others);
    }

    public FarmSettings withVariables(Map<String, FarmVariable> changed) {
        return new FarmSettings(
                name,
                sharedStorage,
                changed,
                taskTimeout,
                workerTimeout,
                blocklistThreshold,
                taskFailAfter,
                shaman,
                others);
    }
}
