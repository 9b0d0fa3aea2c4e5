// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

/** The commands that change jobs and tasks, against a farm that writes down what it is asked and refuses jobs called "over". */
class StatusCommandTest {

    private final List<String> asked = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer farm;

    @Command(name = "up")
    private static final class NoFarm {}

    @BeforeEach
    void start() throws IOException {
        farm = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        farm.createContext("/", this::answer);
        farm.start();
    }

    @AfterEach
    void stop() {
        farm.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            if (exchange.getRequestMethod().equals("GET")) {
                respond(exchange, 200, "{\"name\": \"Shot 10\", \"status\": \"paused\", \"priority\": 90}");
            } else if (path.contains("over")) {
                respond(
                        exchange,
                        422,
                        "{\"code\": 422, \"message\": \"Expected to cancel job Over but it is completed\"}");
            } else {
                asked.add(path + " " + body);
                exchange.sendResponseHeaders(204, -1);
            }
        }
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private int tablao(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--farm", "http://localhost:" + farm.getAddress().getPort()));
        return Tablao.commandLine(new NoFarm())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }

    @Test
    void asksForAnotherStatusAndSaysWhatBecameOfIt() {
        assertThat(tablao("pause", "a1", "b2", "--reason", "lunch")).isZero();

        assertThat(asked)
                .containsExactly(
                        "/api/v3/jobs/a1/setstatus {\"status\":\"pause-requested\",\"reason\":\"lunch\"}",
                        "/api/v3/jobs/b2/setstatus {\"status\":\"pause-requested\",\"reason\":\"lunch\"}");
        assertThat(out.toString().lines()).containsExactly("Shot 10 is paused", "Shot 10 is paused");
    }

    @Test
    void asksForSingleTasks() {
        assertThat(tablao("requeue", "--tasks", "t1")).isZero();
        assertThat(tablao("cancel", "--tasks", "t1")).isZero();

        assertThat(asked)
                .containsExactly(
                        "/api/v3/tasks/t1/setstatus {\"status\":\"queued\",\"reason\":\"Asked for at the command line\"}",
                        "/api/v3/tasks/t1/setstatus {\"status\":\"canceled\",\"reason\":\"Asked for at the command line\"}");
    }

    @Test
    void tellsWhyOneIsRefusedAndGoesOnWithTheOthers() {
        assertThat(tablao("cancel", "over", "a1")).isEqualTo(1);

        assertThat(err.toString())
                .isEqualTo("Expected to cancel job Over but it is completed" + System.lineSeparator());
        assertThat(asked).hasSize(1);
    }

    @Test
    void changesAPriority() {
        assertThat(tablao("priority", "a1", "90")).isZero();

        assertThat(asked).containsExactly("/api/v3/jobs/a1/setpriority {\"priority\":90}");
        assertThat(out.toString().strip()).isEqualTo("Shot 10 has priority 90");
    }

    @Test
    void saysWhatIsMissingOrNoNumber() {
        assertThat(tablao("cancel")).isEqualTo(2);
        assertThat(err.toString()).contains("ID").contains("See ./tablao help cancel.");
        assertThat(tablao("priority", "a1", "high")).isEqualTo(2);
        assertThat(err.toString()).contains("high");
    }

    @Test
    void explainsItself() {
        assertThat(tablao("requeue", "--help")).isZero();

        assertThat(out.toString()).contains("--tasks", "--reason", "what was not done");
    }
}
