// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./tablao submit}: a job for the farm. */
@Command(
        name = "submit",
        description = "Submits a job and prints its id.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class Submit implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private FarmOption farm;

    @Parameters(paramLabel = "TYPE", description = "The job type, for instance simple-blender-render.")
    private String type;

    @Option(names = "--name", paramLabel = "NAME", description = "What the job is called (default: its type).")
    private @Nullable String name;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            mapFallbackValue = "",
            description = "A setting of the job; may be repeated, and overrides --settings.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(names = "--settings", paramLabel = "FILE", description = "A JSON file with the job's settings.")
    private @Nullable Path settings;

    @Option(names = "--metadata", paramLabel = "KEY=VALUE", description = "A note on the job; may be repeated.")
    private Map<String, String> metadata = new LinkedHashMap<>();

    @Option(
            names = "--priority",
            paramLabel = "0-100",
            defaultValue = "50",
            description = "Higher runs earlier (default: 50).")
    private int priority;

    @Option(names = "--paused", description = "The job waits until it is queued by hand.")
    private boolean paused;

    @Option(
            names = "--follow",
            description = "Shows the job's progress until it ends; exits with 0 when it is completed, else with 1.")
    private boolean follow;

    @Override
    public Integer call() throws InterruptedException {
        FarmClient client = farm.client();
        JsonNode jobType = client.get("/api/v3/jobs/type/" + FarmClient.escaped(type));
        ObjectNode values = settings == null ? JsonNodeFactory.instance.objectNode() : SettingValues.read(settings);
        SettingValues.put(values, set, jobType);
        var job = JsonNodeFactory.instance.objectNode();
        job.put("name", name == null ? type : name);
        job.put("type", type);
        job.put("priority", priority);
        job.put("submitter_platform", platform());
        job.set("settings", values);
        ObjectNode notes = job.putObject("metadata");
        metadata.forEach(notes::put);
        if (paused) {
            job.put("initial_status", "paused");
        }
        String id = client.post("/api/v3/jobs", job).path("id").asText();
        var terminal = new Terminal(spec.commandLine().getOut());
        terminal.line(id);
        return follow ? new Follower(client, terminal).follow(id) : 0;
    }

    /** As Go names it, which is what the API wants. */
    private static String platform() {
        String system = System.getProperty("os.name", "");
        if (system.startsWith("Windows")) {
            return "windows";
        }
        return system.startsWith("Mac") ? "darwin" : "linux";
    }
}
