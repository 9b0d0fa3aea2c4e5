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

/** {@code ./tablao compilers}: the farm's job types. */
@Command(
        name = "compilers",
        description = "Lists the job types with their settings, and scripts that are broken.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = CheckCommand.class)
final class CompilersCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private FarmOption farm;

    @Override
    public Integer call() {
        var terminal = new Terminal(spec.commandLine().getOut());
        JsonNode compilers = farm.client().get("/api/farm/v1/compilers");
        for (JsonNode type : compilers.path("job_types")) {
            terminal.line(type.path("name").asText() + "  ("
                    + type.path("label").asText() + "; " + type.path("origin").asText() + ", "
                    + type.path("file").asText() + ")");
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("", "SETTING", "TYPE", "DEFAULT", "DESCRIPTION"));
            for (JsonNode setting : type.path("settings")) {
                rows.add(List.of(
                        "",
                        setting.path("key").asText(),
                        setting.path("type").asText(),
                        byDefault(setting),
                        setting.path("description").asText("")));
            }
            if (rows.size() > 1) {
                new TextTable(terminal).print(rows);
            }
            terminal.line("");
        }
        JsonNode broken = compilers.path("broken");
        if (!broken.isEmpty()) {
            terminal.line("Broken, jobs of their types are refused:");
            broken.forEach(
                    each -> terminal.line(ScriptErrorText.of(each).indent(2).stripTrailing()));
        }
        return 0;
    }

    private static String byDefault(JsonNode setting) {
        if (setting.has("default")) {
            return setting.path("default").toString();
        }
        return setting.path("required").asBoolean() ? "(required)" : "-";
    }
}
