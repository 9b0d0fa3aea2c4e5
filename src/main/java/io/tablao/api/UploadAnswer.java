// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;

/** Answers an upload, be it read to its end or not. */
public final class UploadAnswer {

    /** Who is interrupted in the middle hears why, as a rule, before the connection is closed. */
    private static final long MILLIS_TO_READ = 1_000;

    private final Vertx vertx;
    private final HttpServerRequest request;

    public UploadAnswer(Vertx vertx, HttpServerRequest request) {
        this.vertx = vertx;
        this.request = request;
    }

    public void refuse(int code, String message) {
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        if (code == 503 || code == 429) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, "5");
        }
        end(code, new JsonObject().put("code", code).put("message", message).encode());
    }

    public void end(int code) {
        end(code, "");
    }

    private void end(int code, String body) {
        var response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(code);
        boolean unread = !request.isEnded();
        if (unread) {
            // Not kept in memory, and not waited for.
            request.handler(bytes -> {});
            if (request.version() != HttpVersion.HTTP_2) {
                response.putHeader(HttpHeaders.CONNECTION, "close");
                vertx.setTimer(MILLIS_TO_READ, late -> {
                    if (!request.isEnded()) {
                        request.connection().close();
                    }
                });
            }
        }
        response.end(body);
        if (unread) {
            request.resume();
        }
    }
}
