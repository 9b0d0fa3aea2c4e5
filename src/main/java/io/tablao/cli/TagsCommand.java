// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./tablao tags}: the groups of workers. */
@Command(
        name = "tags",
        description = "Lists the farm's tags, or changes them; ./tablao worker NAME tags TAG… gives them to a worker.",
        mixinStandardHelpOptions = true)
final class TagsCommand implements Callable<Integer> {

    private static final String TAGS = "/api/v3/worker-mgt/tags";
    private static final String TAG = "/api/v3/worker-mgt/tag/";

    @Spec
    private CommandSpec spec;

    @Mixin
    private FarmOption farm;

    @Override
    public Integer call() {
        var terminal = new Terminal(spec.commandLine().getOut());
        JsonNode tags = new FarmTags(farm.client()).all();
        if (tags.isEmpty()) {
            terminal.line("There are no tags: ./tablao tags create adds one.");
            return 0;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ID", "NAME", "DESCRIPTION"));
        for (JsonNode tag : tags) {
            rows.add(List.of(
                    tag.path("id").asText(),
                    tag.path("name").asText(),
                    tag.path("description").asText("")));
        }
        new TextTable(terminal).print(rows);
        return 0;
    }

    @Command(name = "create", description = "Makes a tag.", mixinStandardHelpOptions = true)
    int create(
            @Mixin FarmOption farmOfCommand,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--description", defaultValue = "", description = "What it is for.") String description) {
        JsonNode made = farmOfCommand.client().post(TAGS, body(name, description));
        terminal()
                .line("Tag " + made.path("name").asText() + " is "
                        + made.path("id").asText() + ".");
        return 0;
    }

    @Command(
            name = "rename",
            description = "Gives a tag another name; its workers and jobs keep it.",
            mixinStandardHelpOptions = true)
    int rename(
            @Mixin FarmOption farmOfCommand,
            @Parameters(index = "0", paramLabel = "NAME|ID") String tag,
            @Parameters(index = "1", paramLabel = "NEW_NAME") String name,
            @Option(names = "--description", description = "What it is for; without it that stays.")
                    String description) {
        FarmClient client = farmOfCommand.client();
        JsonNode known = new FarmTags(client).find(tag);
        String kept = description == null ? known.path("description").asText("") : description;
        client.put(TAG + FarmClient.escaped(known.path("id").asText()), body(name, kept));
        terminal().line("Tag " + known.path("name").asText() + " is called " + name + ".");
        return 0;
    }

    @Command(
            name = "delete",
            description = "Deletes a tag that no job needs any more; workers carry it no longer.",
            mixinStandardHelpOptions = true)
    int delete(@Mixin FarmOption farmOfCommand, @Parameters(paramLabel = "NAME|ID") String tag) {
        FarmClient client = farmOfCommand.client();
        JsonNode known = new FarmTags(client).find(tag);
        client.delete(TAG + FarmClient.escaped(known.path("id").asText()));
        terminal().line("Tag " + known.path("name").asText() + " is deleted.");
        return 0;
    }

    private Terminal terminal() {
        return new Terminal(spec.commandLine().getOut());
    }

    private static ObjectNode body(String name, String description) {
        ObjectNode body = FarmClient.JSON.createObjectNode().put("name", name);
        return description.isEmpty() ? body : body.put("description", description);
    }
}
