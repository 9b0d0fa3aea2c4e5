// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./tablao history}: what has happened to a job. */
@Command(
        name = "history",
        description = "Tells what has happened to a job: when, what, and who caused it.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class HistoryCommand implements Callable<Integer> {

    private static final int PAGE = 1_000;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    @Spec
    private CommandSpec spec;

    @Mixin
    private FarmOption farm;

    @Parameters(paramLabel = "ID", description = "The job's id, as submit and jobs print it.")
    private String id;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "Only what happened to this task: its name, index or id.")
    private @Nullable String task;

    @Option(names = "--json", description = "Prints each event as a line of JSON.")
    private boolean json;

    @Override
    public Integer call() {
        FarmClient client = farm.client();
        var terminal = new Terminal(spec.commandLine().getOut());
        String path = "/api/farm/v1/jobs/" + FarmClient.escaped(id) + "/history?limit=" + PAGE
                + (task == null ? "" : "&task=" + FarmClient.escaped(task));
        String after = "";
        JsonNode page;
        do {
            page = client.get(path + after);
            long dropped = page.path("dropped").asLong();
            if (after.isEmpty() && dropped > 0 && !json) {
                terminal.line("(" + dropped + " older events of tasks are no longer kept)");
            }
            for (JsonNode event : page.path("events")) {
                terminal.line(json ? event.toString() : line(event));
                after = "&after=" + event.path("position").asLong();
            }
        } while (page.path("more").asBoolean());
        return 0;
    }

    private static String line(JsonNode event) {
        String attempt =
                event.has("attempt") ? ", attempt " + event.path("attempt").asInt() : "";
        return TIME.format(Instant.parse(event.path("time").asText())) + "  "
                + event.path("text").asText().strip() + attempt + "  ["
                + by(event.path("actor")) + "]";
    }

    private static String by(JsonNode actor) {
        String name = actor.path("name").asText();
        return actor.path("kind").asText() + (name.isEmpty() ? "" : " " + name);
    }
}
