// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The one shape of every error.
 *
 * @param code the HTTP status
 * @param message one sentence for people
 */
@Schema(name = "Error")
public record ErrorBody(int code, String message) {

    private static final int SECONDS_TO_WAIT = 5;

    public Response response() {
        var response =
                Response.status(code).type(MediaType.APPLICATION_JSON_TYPE).entity(this);
        if (code == 503) {
            response.header("Retry-After", SECONDS_TO_WAIT);
        }
        if (code == 401) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"workers\"");
        }
        return response.build();
    }
}
