// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks for another status of jobs, or of single tasks, and says what has become of each. */
abstract class StatusCommand implements Callable<Integer> {

    private final String ofJob;
    private final String ofTask;

    @Spec
    private CommandSpec spec;

    @Mixin
    private FarmOption farm;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids of jobs, as submit and jobs print them.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--tasks", description = "The ids are those of single tasks, as ./tablao job prints them.")
    private boolean tasks;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "Asked for at the command line",
            description = "Why; shown as the activity of what is changed.")
    private String reason = "";

    /**
     * @param ofJob the status that is asked for, of a job
     * @param ofTask likewise, of a single task
     */
    StatusCommand(String ofJob, String ofTask) {
        this.ofJob = ofJob;
        this.ofTask = ofTask;
    }

    @Override
    public final Integer call() {
        FarmClient client = farm.client();
        var terminal = new Terminal(spec.commandLine().getOut());
        int refused = 0;
        for (String id : ids) {
            String path = (tasks ? "/api/v3/tasks/" : "/api/v3/jobs/") + FarmClient.escaped(id);
            try {
                var change = JsonNodeFactory.instance.objectNode();
                change.put("status", tasks ? ofTask : ofJob);
                change.put("reason", reason);
                client.post(path + "/setstatus", change);
                JsonNode changed = client.get(path);
                terminal.line(changed.path("name").asText() + " is "
                        + terminal.status(changed.path("status").asText()));
            } catch (RefusedByFarm refusal) {
                // The others are asked for all the same.
                spec.commandLine().getErr().println(refusal.getMessage());
                refused++;
            }
        }
        return refused == 0 ? 0 : 1;
    }
}
