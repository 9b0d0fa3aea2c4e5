// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Somebody who asks one api process after another until one of them answers. */
final class Web implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final long BETWEEN_TRIES_MILLIS = 300;

    private final List<String> urls;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

    Web(List<String> urls) {
        this.urls = urls;
    }

    /** Asks until the farm has said yes or no; a request that got lost on the way is made again. */
    HttpResponse<String> post(String path, Map<String, ?> body) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        String last = "nothing";
        for (int attempt = 0; Instant.now().isBefore(deadline); attempt++) {
            String url = urls.get(attempt % urls.size()) + path;
            try {
                var answer = client.send(
                        HttpRequest.newBuilder(URI.create(url))
                                .timeout(ANSWER)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() < 500) {
                    return answer;
                }
                last = answer.statusCode() + " " + answer.body();
            } catch (IOException e) {
                last = e.toString();
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES_MILLIS);
        }
        throw new UncheckedIOException(new IOException("Nobody took a POST to " + path + "; the last answer: " + last));
    }

    /** The status of the answer; 0: there is none. */
    static int get(String url) throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(url))
                                    .timeout(ANSWER)
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
