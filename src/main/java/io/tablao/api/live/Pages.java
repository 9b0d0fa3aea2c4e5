// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.live;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Serves the dashboard's pages. Each has an address of its own and all are one document, whose scripts show what the address
 * names. The browser is told to run nothing that is not a file of this server.
 */
@ApplicationScoped
class Pages {

    private static final String DOCUMENT = "/index.html";
    private static final String ADDRESSES = "/(jobs|tasks|workers|farm|submit|compilers|settings|help)(/.*)?";
    private static final int BEFORE_FILES = 10;
    private static final int AFTER_THE_API_GATE = 100;
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
                    + " connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    void route(@Observes Router router) {
        router.routeWithRegex(ADDRESSES).order(BEFORE_FILES).handler(request -> request.reroute(DOCUMENT));
    }

    void register(@Observes Filters filters) {
        filters.register(this::protect, AFTER_THE_API_GATE);
    }

    private void protect(RoutingContext request) {
        String path = request.normalizedPath();
        // The API explorer under /q brings scripts within its page.
        if (!path.startsWith("/q/")) {
            HttpServerResponse response = request.response();
            response.putHeader("Content-Security-Policy", POLICY)
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .putHeader("Referrer-Policy", "same-origin");
            if (!path.startsWith("/api/") && !hasVersion(path)) {
                // Asked for again each time, and answered with 304 while nothing changed: no page outlives its server.
                response.putHeader("Cache-Control", "no-cache");
            }
        }
        request.next();
    }

    /** Libraries have theirs in the path. */
    private static boolean hasVersion(String path) {
        return path.startsWith("/webjars/") || path.startsWith("/_static/");
    }
}
