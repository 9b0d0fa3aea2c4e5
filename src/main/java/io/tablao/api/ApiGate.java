// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.tablao.bus.Role;
import io.tablao.bus.Roles;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Turns requests away before anything of them is read: those that are too large, and all of them without the role. */
@ApplicationScoped
class ApiGate {

    private static final int BEFORE_QUARKUS = 500;
    private static final String API = "/api/";
    private static final int LONGEST_URI = 8 * 1024;

    private final boolean open;
    private final long largest;

    @Inject
    ApiGate(Roles roles, @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largest) {
        open = roles.has(Role.API);
        this.largest = largest.asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::filter, BEFORE_QUARKUS);
    }

    private void filter(RoutingContext request) {
        String uri = request.request().uri();
        if (uri.length() > LONGEST_URI) {
            refuse(request, 414, "A URI may have at most " + LONGEST_URI / 1024 + " kB");
        } else if (!request.normalizedPath().startsWith(API)) {
            request.next();
        } else if (!open) {
            refuse(request, 503, "This process has no role api; ask one that has");
        } else if (!LargeBodies.isOne(request.request().method(), request.normalizedPath())
                && announcedLength(request) > largest) {
            refuse(request, 413, "A request may have at most " + largest / 1024 / 1024 + " MB");
        } else {
            request.next();
        }
    }

    private static long announcedLength(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            // Whoever parses the request refuses it.
            return 0;
        }
    }

    private static void refuse(RoutingContext request, int code, String message) {
        var response = request.response();
        response.setStatusCode(code).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        // What the client still sends is not read. HTTP/2 has no such header, and need not end the connection.
        if (request.request().version() != HttpVersion.HTTP_2) {
            response.putHeader(HttpHeaders.CONNECTION, "close");
        }
        response.end(new JsonObject().put("code", code).put("message", message).toBuffer());
    }
}
