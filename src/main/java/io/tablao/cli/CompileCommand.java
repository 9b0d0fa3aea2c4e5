// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./tablao compile}: what a job would become. */
@Command(
        name = "compile",
        description = "Shows the tasks that a job would become, without submitting it.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class CompileCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private FarmOption farm;

    @Parameters(
            paramLabel = "TYPE|FILE.js",
            description = "A job type, or a script of your own, with the scripts beside it that it requires.")
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

    @ArgGroup
    private Form form = new Form();

    /** How it is printed. */
    static final class Form {
        @Option(names = "--json", description = "Prints what the farm answers, as JSON.")
        private boolean json;

        @Option(names = "--tree", description = "Prints the whole tree of tasks, however long.")
        private boolean tree;
    }

    @Override
    public Integer call() {
        FarmClient client = farm.client();
        var terminal = new Terminal(spec.commandLine().getOut());
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        ObjectNode values = settings == null ? JsonNodeFactory.instance.objectNode() : SettingValues.read(settings);
        ObjectNode job = request.putObject("job");
        JsonNode jobType = MissingNode.getInstance();
        if (type.endsWith(".js")) {
            Path file = Path.of(type);
            request.put("script", text(file));
            modules(file, request.putObject("modules"));
            job.put("type", jobTypeOf(file));
        } else {
            jobType = client.get("/api/v3/jobs/type/" + FarmClient.escaped(type));
            job.put("type", type);
        }
        SettingValues.put(values, set, jobType);
        job.put("name", name == null ? type : name);
        job.set("settings", values);
        ObjectNode notes = job.putObject("metadata");
        metadata.forEach(notes::put);
        JsonNode answer;
        try {
            answer = client.post("/api/farm/v1/compile", request);
        } catch (RefusedByFarm refused) {
            throw new CommandProblem(ScriptErrorText.of(refused.body()), refused);
        }
        if (form.json) {
            terminal.line(answer.toPrettyString());
        } else {
            new TaskTree(terminal, form.tree).print(answer);
        }
        return 0;
    }

    private static String jobTypeOf(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ".js".length()).replace('_', '-');
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CommandProblem("The script " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The scripts beside it: the farm cannot read them from here. */
    private static void modules(Path script, ObjectNode modules) {
        Path folder = script.toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(".js") && Files.isRegularFile(file))
                    .filter(file -> !file.equals(script.toAbsolutePath()))
                    .forEach(file -> modules.put(file.getFileName().toString(), text(file)));
        } catch (IOException e) {
            throw new CommandProblem("The folder of " + script + " cannot be read: " + e.getMessage(), e);
        }
    }
}
