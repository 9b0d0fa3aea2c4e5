// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Speaks with a farm's HTTP API. On {@link HttpURLConnection}, since the newer client takes 200 ms for its first request, which
 * everybody who types a command would wait for.
 */
final class FarmClient {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONNECT_MILLIS = 3_000;
    private static final int READ_MILLIS = 60_000;
    /** The status for a range that begins at the end. */
    private static final int NOTHING_THERE = 416;

    private static final String ANYTHING = "*/*";

    /** What is sent. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Body(String mediaType, byte[] bytes) {

        static Body of(JsonNode json) {
            return new Body("application/json", json.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private final String url;

    /** @param url where the farm is, for instance {@code http://localhost:8080} */
    FarmClient(String url) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    String url() {
        return url;
    }

    JsonNode get(String path) {
        return json(request("GET", path, null), path);
    }

    JsonNode post(String path, JsonNode body) {
        return json(request("POST", path, body), path);
    }

    /** Sends a text as it is. */
    JsonNode post(String path, String mediaType, byte[] text) {
        return json(request("POST", path, new Body(mediaType, text), ANYTHING), path);
    }

    void put(String path, JsonNode body) {
        request("PUT", path, body);
    }

    void delete(String path) {
        request("DELETE", path, null);
    }

    /** In the media type that is asked for. */
    String text(String path, String mediaType) {
        return request("GET", path, null, mediaType);
    }

    /**
     * Writes a text out while it comes, however long it is.
     *
     * @param from the byte to begin with
     * @return how many bytes came
     */
    long copy(String path, long from, Writer out) {
        try {
            HttpURLConnection connection = open("GET", path);
            if (from > 0) {
                connection.setRequestProperty("Range", "bytes=" + from + "-");
            }
            int status = connection.getResponseCode();
            if (status == NOTHING_THERE) {
                return 0;
            }
            if (status >= 400) {
                throw problemIn(connection, status);
            }
            try (var in = new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8)) {
                in.transferTo(out);
            }
            return connection.getContentLengthLong();
        } catch (ConnectException e) {
            throw nobodyAnswers(e);
        } catch (IOException | IllegalArgumentException e) {
            throw unreachable(e);
        }
    }

    /** Whether a farm answers there. */
    boolean answers() {
        try {
            HttpURLConnection connection = open("GET", "/api/v3/version");
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    /** For a path: letters, digits and little else. */
    static String escaped(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String request(String method, String path, @Nullable JsonNode body) {
        return request(method, path, body == null ? null : Body.of(body), ANYTHING);
    }

    private String request(String method, String path, @Nullable Body body, String accept) {
        try {
            HttpURLConnection connection = open(method, path);
            connection.setRequestProperty("Accept", accept);
            if (body != null) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", body.mediaType());
                try (var out = connection.getOutputStream()) {
                    out.write(body.bytes());
                }
            }
            int status = connection.getResponseCode();
            if (status >= 400) {
                throw problemIn(connection, status);
            }
            try (InputStream in = connection.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (ConnectException e) {
            throw nobodyAnswers(e);
        } catch (IOException | IllegalArgumentException e) {
            throw unreachable(e);
        }
    }

    private CommandProblem nobodyAnswers(ConnectException e) {
        return new CommandProblem(
                "No farm answers at " + url
                        + ": start one with ./tablao up, or name another with --farm or TABLAO_FARM.",
                e);
    }

    private CommandProblem unreachable(Exception e) {
        return new CommandProblem("The farm at " + url + " cannot be reached: " + e.getMessage(), e);
    }

    private HttpURLConnection open(String method, String path) throws IOException {
        var connection = (HttpURLConnection) URI.create(url + path).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setRequestProperty("User-Agent", "tablao");
        return connection;
    }

    /** With the sentence of the API's error, {@code {code, message}}. */
    private static CommandProblem problemIn(HttpURLConnection connection, int status) throws IOException {
        try (InputStream in = connection.getErrorStream()) {
            JsonNode body = in == null ? JSON.missingNode() : JSON.readTree(in.readAllBytes());
            return body.hasNonNull("message")
                    ? new RefusedByFarm(body.get("message").asText(), body)
                    : new CommandProblem("The farm answered with HTTP status " + status + ".");
        } catch (JsonProcessingException e) {
            return new CommandProblem("The farm answered with HTTP status " + status + ", and not in JSON.", e);
        }
    }

    private JsonNode json(String text, String path) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new CommandProblem("What answers at " + url + path + " is not a Tablao farm.", e);
        }
    }
}
