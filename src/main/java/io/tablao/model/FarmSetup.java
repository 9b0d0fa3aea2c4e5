// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.util.Map;
import java.util.Objects;

/**
 * The farm as submitters and workers have to know it.
 *
 * @param name for people who have several farms
 * @param platform what the farm's central processes run on; Flamenco: the manager's platform
 * @param sharedStorage the folder for jobs' files that submitters and workers share, as the farm itself sees it
 * @param shaman whether files are uploaded into it over HTTP
 */
public record FarmSetup(String name, String platform, String sharedStorage, boolean shaman, FarmVariables variables) {

    /** Where the jobs' files are, whatever the platform; jobs with uploaded files name it. Flamenco: the same name. */
    public static final String JOBS = "jobs";

    /** A farm for which nobody has set anything. */
    public FarmSetup(String name, String platform, String sharedStorage, boolean shaman) {
        this(name, platform, sharedStorage, shaman, withJobs(FarmVariables.DEFAULTS, sharedStorage, shaman));
    }

    /**
     * This one, with what people have set. Uploads can be switched off, and are where this one has them: the folder that
     * processes keep them in is theirs for as long as they run.
     */
    public FarmSetup with(FarmSettings settings) {
        String storage = Objects.requireNonNullElse(settings.sharedStorage(), sharedStorage);
        boolean uploads = shaman && Objects.requireNonNullElse(settings.shaman().enabled(), true);
        return new FarmSetup(
                Objects.requireNonNullElse(settings.name(), name),
                platform,
                storage,
                uploads,
                withJobs(variables.with(settings.variables()), uploads ? sharedStorage : storage, uploads));
    }

    /** The variables as a worker of that platform needs them. */
    public Variables variablesFor(String workerPlatform) {
        return variables.forWorker(workerPlatform, platform);
    }

    /** {@code manager} for a platform means the farm's own. */
    public String platformOf(String submitter) {
        return submitter.equals("manager") ? platform : submitter;
    }

    private static FarmVariables withJobs(FarmVariables variables, String storage, boolean uploads) {
        String folder = CrossPath.withoutEnd(storage.replace('\\', '/'));
        return variables.with(Map.of(JOBS, FarmVariable.ofAll(uploads ? folder + "/" + JOBS : folder)));
    }
}
