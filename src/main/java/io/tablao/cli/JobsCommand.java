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

/** {@code ./tablao jobs}: the farm's jobs. */
@Command(name = "jobs", description = "Lists the farm's jobs.", mixinStandardHelpOptions = true)
final class JobsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private FarmOption farm;

    @Override
    public Integer call() {
        var terminal = new Terminal(spec.commandLine().getOut());
        JsonNode jobs = farm.client().get("/api/v3/jobs").path("jobs");
        if (jobs.isEmpty()) {
            terminal.line("There are no jobs: ./tablao submit adds one.");
            return 0;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ID", "STATUS", "PRIORITY", "STEPS", "TYPE", "NAME"));
        for (JsonNode job : jobs) {
            rows.add(List.of(
                    job.path("id").asText(),
                    job.path("status").asText(),
                    job.path("priority").asText(),
                    job.path("steps_completed").asText("0") + "/"
                            + job.path("steps_total").asText("0"),
                    job.path("type").asText(),
                    job.path("name").asText()));
        }
        new TextTable(terminal).print(rows);
        return 0;
    }
}
