// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./tablao workers}: the farm's workers. */
@Command(name = "workers", description = "Lists the farm's workers.", mixinStandardHelpOptions = true)
final class WorkersCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private FarmOption farm;

    @Override
    public Integer call() {
        var terminal = new Terminal(spec.commandLine().getOut());
        JsonNode workers = farm.client().get("/api/v3/worker-mgt/workers").path("workers");
        if (workers.isEmpty()) {
            terminal.line("There are no workers: ./tablao up --roles worker starts some.");
            return 0;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ID", "STATUS", "ASKED TO BE", "LAST SEEN", "VERSION", "NAME"));
        for (JsonNode worker : workers) {
            rows.add(List.of(
                    worker.path("id").asText(),
                    worker.path("status").asText(),
                    asked(worker.path("status_change")),
                    worker.path("last_seen").asText("-"),
                    worker.path("version").asText(),
                    worker.path("name").asText()));
        }
        new TextTable(terminal).print(rows);
        return 0;
    }

    /** What somebody has asked of a worker, and it has not done yet. */
    static String asked(JsonNode change) {
        return change.isMissingNode()
                ? "-"
                : change.path("status").asText() + (change.path("is_lazy").asBoolean() ? " after its task" : "");
    }
}
