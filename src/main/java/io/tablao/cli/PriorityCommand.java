// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./tablao priority}: when a job's turn comes. */
@Command(
        name = "priority",
        description = "Gives a job another priority; tasks that have not started follow it at once.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PriorityCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private FarmOption farm;

    @Parameters(index = "0", paramLabel = "ID", description = "The job's id, as submit and jobs print it.")
    private String id;

    @Parameters(index = "1", paramLabel = "0-100", description = "Higher runs earlier.")
    private int priority;

    @Override
    public Integer call() {
        FarmClient client = farm.client();
        String path = "/api/v3/jobs/" + FarmClient.escaped(id);
        client.post(path + "/setpriority", JsonNodeFactory.instance.objectNode().put("priority", priority));
        JsonNode job = client.get(path);
        new Terminal(spec.commandLine().getOut())
                .line(job.path("name").asText() + " has priority "
                        + job.path("priority").asText());
        return 0;
    }
}
