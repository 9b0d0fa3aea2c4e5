// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./tablao job}: one job with its tasks. */
@Command(name = "job", description = "Shows a job and its tasks.", mixinStandardHelpOptions = true, sortOptions = false)
final class JobCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private FarmOption farm;

    @Parameters(paramLabel = "ID", description = "The job's id, as submit and jobs print it.")
    private String id;

    @Option(names = "--follow", description = "Shows the job's progress until it ends instead of its tasks.")
    private boolean follow;

    @Override
    public Integer call() throws InterruptedException {
        FarmClient client = farm.client();
        var terminal = new Terminal(spec.commandLine().getOut());
        String path = "/api/v3/jobs/" + FarmClient.escaped(id);
        if (follow) {
            return new Follower(client, terminal).follow(FarmClient.escaped(id));
        }
        JsonNode job = client.get(path);
        terminal.line(job.path("name").asText() + " (" + job.path("type").asText() + ", priority "
                + job.path("priority").asText() + "): "
                + terminal.status(job.path("status").asText()));
        String activity = job.path("activity").asText("");
        if (!activity.isBlank()) {
            terminal.line(activity);
        }
        JsonNode tasks = client.get(path + "/tasks").path("tasks");
        if (tasks.isEmpty()) {
            return 0;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("TASK ID", "STATUS", "STEPS", "TYPE", "WORKER", "NAME"));
        for (JsonNode task : tasks) {
            rows.add(List.of(
                    task.path("id").asText(),
                    task.path("status").asText(),
                    task.path("steps_completed").asText("0") + "/"
                            + task.path("steps_total").asText("0"),
                    task.path("task_type").asText(),
                    task.path("worker").path("name").asText("-"),
                    task.path("name").asText()));
        }
        terminal.line("");
        new TextTable(terminal).print(rows);
        return 0;
    }
}
