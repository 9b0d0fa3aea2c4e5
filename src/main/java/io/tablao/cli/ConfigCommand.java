// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./tablao config}: what is set for the farm. */
@Command(
        name = "config",
        description = "Shows what is set for the farm, or changes it.",
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {

    private static final String SETTINGS = "/api/farm/v1/settings";
    private static final String FILE = "/api/v3/configuration/file";
    private static final String YAML = "application/yaml";

    @Spec
    private CommandSpec spec;

    @Mixin
    private FarmOption farm;

    @Override
    public Integer call() {
        return export(farm, null);
    }

    @Command(
            name = "get",
            description = "Prints a setting, such as worker_timeout or variables.blender.",
            mixinStandardHelpOptions = true)
    int get(@Mixin FarmOption farmOfCommand, @Parameters(paramLabel = "KEY") String key) {
        JsonNode value = farmOfCommand.client().get(SETTINGS).path("effective");
        for (String part : key.split("\\.", -1)) {
            value = value.path(part);
        }
        if (value.isMissingNode()) {
            throw new CommandProblem(
                    "Nobody has set " + key + ", so it is as the farm's processes are configured; see the README.");
        }
        terminal().line(value.isTextual() ? value.textValue() : value.toPrettyString());
        return 0;
    }

    @Command(
            name = "set",
            description = "Sets one; the value is a text, or JSON.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "./tablao config set worker_timeout 2m",
                "./tablao config set variables.ffmpeg '{\"values\": [{\"platform\": \"linux\", \"value\": \"/opt/ffmpeg\"}]}'"
            })
    int set(
            @Mixin FarmOption farmOfCommand,
            @Parameters(index = "0", paramLabel = "KEY") String key,
            @Parameters(index = "1", paramLabel = "VALUE") String value) {
        farmOfCommand.client().post(SETTINGS, nested(key, json(value)));
        terminal().line(key + " is set.");
        return 0;
    }

    @Command(
            name = "unset",
            description = "Takes a setting back to what the farm's processes are configured with.",
            mixinStandardHelpOptions = true)
    int unset(@Mixin FarmOption farmOfCommand, @Parameters(paramLabel = "KEY") String key) {
        farmOfCommand.client().post(SETTINGS, nested(key, JsonNodeFactory.instance.nullNode()));
        terminal().line(key + " is as configured.");
        return 0;
    }

    @Command(
            name = "export",
            description = "Writes all of it as YAML, to a file or to the terminal.",
            mixinStandardHelpOptions = true)
    int export(@Mixin FarmOption farmOfCommand, @Parameters(paramLabel = "FILE", arity = "0..1") @Nullable Path file) {
        String yaml = farmOfCommand.client().text(FILE, YAML);
        if (file == null) {
            spec.commandLine().getOut().print(yaml);
            spec.commandLine().getOut().flush();
            return 0;
        }
        try {
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new CommandProblem(file + " cannot be written: " + e, e);
        }
        terminal().line("What is set for the farm stands in " + file + ".");
        return 0;
    }

    @Command(
            name = "import",
            description = {
                "Sets everything anew from a file such as flamenco-manager.yaml, and tells what of it is not used."
            },
            mixinStandardHelpOptions = true)
    int importFile(@Mixin FarmOption farmOfCommand, @Parameters(paramLabel = "FILE") Path file) {
        byte[] yaml;
        try {
            yaml = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CommandProblem(file + " cannot be read: " + e, e);
        }
        JsonNode imported = farmOfCommand.client().post(SETTINGS + "/import", YAML, yaml);
        terminal().line("The farm is set as " + file + " says.");
        imported.path("remarks").forEach(remark -> terminal().line("- " + remark.asText()));
        return 0;
    }

    private Terminal terminal() {
        return new Terminal(spec.commandLine().getOut());
    }

    private static ObjectNode nested(String key, JsonNode value) {
        JsonNode nested = value;
        String[] parts = key.split("\\.", -1);
        for (int i = parts.length - 1; i >= 0; i--) {
            nested = FarmClient.JSON.createObjectNode().set(parts[i], nested);
        }
        return (ObjectNode) nested;
    }

    /** What is JSON is taken so; anything else is a text that nobody wants to put into quotes. */
    private static JsonNode json(String value) {
        try {
            JsonNode read = FarmClient.JSON.readTree(value);
            return read == null || read.isMissingNode() ? TextNode.valueOf(value) : read;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(value);
        }
    }
}
