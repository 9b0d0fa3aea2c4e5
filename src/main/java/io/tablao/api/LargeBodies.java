// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import io.vertx.core.http.HttpMethod;

/** Requests whose bodies may be larger than others'. Who takes them reads them piece by piece, and keeps to a limit itself. */
public final class LargeBodies {

    public static final String SHAMAN_FILES = "/api/v3/shaman/files/";

    /** Ahead of Quarkus, which reads nothing that is larger than others' limit; behind the gate. */
    public static final int FILTER_PRIORITY = 400;

    private LargeBodies() {}

    public static boolean isOne(HttpMethod method, String path) {
        return method.equals(HttpMethod.POST) && path.startsWith(SHAMAN_FILES);
    }
}
