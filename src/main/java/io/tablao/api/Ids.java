// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import io.tablao.model.JobId;
import io.tablao.model.TaskId;
import io.tablao.model.WorkerId;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads ids in paths. Flamenco: a text that is no id is a bad request, not something that is missing. */
public final class Ids {

    private static final Pattern UUIDS = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private Ids() {}

    /** Stricter than {@link UUID#fromString}, which takes {@code 1-1-1-1-1}. */
    public static Optional<UUID> uuid(String text) {
        return UUIDS.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    public static JobId job(String text) {
        return new JobId(required("job", text));
    }

    public static TaskId task(String text) {
        return new TaskId(required("task", text));
    }

    public static WorkerId worker(String text) {
        return new WorkerId(required("worker", text));
    }

    /** As tags are written everywhere. */
    public static String tag(String text) {
        return required("tag", text).toString();
    }

    private static UUID required(String what, String text) {
        return uuid(text)
                .orElseThrow(() ->
                        ApiProblem.badRequest("\"" + text + "\" cannot be the id of a " + what + ": ids are UUIDs"));
    }
}
