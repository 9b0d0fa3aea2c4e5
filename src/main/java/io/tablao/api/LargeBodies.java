// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import io.vertx.core.http.HttpMethod;
import java.util.Optional;

/** Requests whose bodies may be larger than others'. Who takes them reads them piece by piece, and keeps to a limit itself. */
public final class LargeBodies {

    private static final String TASKS = "/api/v3/worker/task/";
    private static final String OUTPUT = "/output-produced";

    public static final String SHAMAN_FILES = "/api/v3/shaman/files/";

    /** Ahead of Quarkus, which reads nothing that is larger than others' limit; behind the gate. */
    public static final int FILTER_PRIORITY = 400;

    private LargeBodies() {}

    public static boolean isOne(HttpMethod method, String path) {
        return method.equals(HttpMethod.POST)
                && (path.startsWith(SHAMAN_FILES) || taskWithOutput(path).isPresent());
    }

    /** The task, as the path names it, whose output comes with a request. */
    public static Optional<String> taskWithOutput(String path) {
        return path.startsWith(TASKS) && path.endsWith(OUTPUT) && path.length() > TASKS.length() + OUTPUT.length()
                ? Optional.of(path.substring(TASKS.length(), path.length() - OUTPUT.length()))
                : Optional.empty();
    }
}
