// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.tablao.bus.Roles;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiGateTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void aProcessWithoutTheRoleTurnsRequestsAway() throws Exception {
        int port = serve(new Roles(List.of("worker")));

        var answer = post(port, "/api/v3/jobs", "{}");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"code\":503", "no role api");
        assertThat(post(port, "/q/health", "").body()).isEqualTo("went through");
    }

    @Test
    void aRequestThatIsTooLargeIsTurnedAway() throws Exception {
        int port = serve(new Roles(List.of("api")));

        assertThat(post(port, "/api/v3/jobs", "x".repeat(1 << 20)).body()).isEqualTo("went through");
        var answer = post(port, "/api/v3/jobs", "x".repeat((1 << 20) + 1));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).isEqualTo("{\"code\":413,\"message\":\"A request may have at most 1 MB\"}");
    }

    private int serve(Roles roles) throws Exception {
        var filters = new Filters();
        new ApiGate(roles, new MemorySize(BigInteger.ONE.shiftLeft(20))).register(filters);
        Router router = Router.router(vertx);
        filters.getFilters().forEach(filter -> router.route().handler(filter.getHandler()));
        router.route().handler(request -> request.response().end("went through"));
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }

    private static HttpResponse<String> post(int port, String path, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
