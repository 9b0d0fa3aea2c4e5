// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./tablao delete}: jobs that are wanted no more. */
@Command(
        name = "delete",
        description = {
            "Deletes jobs with their tasks and logs.",
            "A job that runs is canceled first. What the tasks have written, such as frames, stays."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DeleteCommand implements Callable<Integer> {

    private static final String PATH = "/api/farm/v1/jobs/delete";
    private static final Pattern AGE = Pattern.compile("(\\d+)\\s*([hdw])");

    @Spec
    private CommandSpec spec;

    @Mixin
    private FarmOption farm;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "The jobs' ids, as submit and jobs print them.")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            description =
                    "Instead of ids: all jobs that ended and have not changed for so long, such as 12h, 30d or 8w.")
    private @Nullable String olderThan;

    @Option(names = "--dry-run", description = "Only shows what would be deleted.")
    private boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "Does not ask.")
    private boolean yes;

    @Override
    public Integer call() {
        FarmClient client = farm.client();
        var terminal = new Terminal(spec.commandLine().getOut());
        JsonNode found = client.post(PATH, selection());
        JsonNode jobs = found.path("jobs");
        if (jobs.isEmpty()) {
            terminal.line("There is nothing to delete.");
            return 0;
        }
        show(jobs, terminal);
        if (found.path("more").asBoolean()) {
            terminal.line("There are more of them; run this again to delete those.");
        }
        if (dryRun) {
            return 0;
        }
        String all = jobs.size() == 1 ? "this job" : "these " + jobs.size() + " jobs";
        if (!yes && terminal.isLive() && !agreed("Delete " + all + "? [y/N] ")) {
            terminal.line("Nothing was deleted.");
            return 1;
        }
        client.post(PATH, exactly(jobs));
        terminal.line(jobs.size() == 1 ? "The job is being deleted." : jobs.size() + " jobs are being deleted.");
        return 0;
    }

    private ObjectNode selection() {
        ObjectNode body = FarmClient.JSON.createObjectNode().put("dry_run", true);
        if (ids.isEmpty() == (olderThan == null)) {
            throw new ParameterException(
                    spec.commandLine(), "Say which jobs to delete: their ids, or --older-than AGE.");
        }
        if (olderThan != null) {
            body.put("older_than", duration(olderThan));
        } else {
            ArrayNode list = body.putArray("ids");
            ids.forEach(list::add);
        }
        return body;
    }

    /** What was shown, and not what has grown old meanwhile. */
    private static ObjectNode exactly(JsonNode jobs) {
        ObjectNode body = FarmClient.JSON.createObjectNode();
        ArrayNode list = body.putArray("ids");
        jobs.forEach(job -> list.add(job.path("id").asText()));
        return body;
    }

    private String duration(String age) {
        Matcher parts = AGE.matcher(age.strip());
        if (!parts.matches()) {
            throw new ParameterException(
                    spec.commandLine(), "An age is a number with h, d or w, such as 30d, not \"" + age + "\".");
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "h" -> "PT" + number + "H";
            case "w" -> "P" + Math.multiplyExact(7, number) + "D";
            default -> "P" + number + "D";
        };
    }

    private static void show(JsonNode jobs, Terminal terminal) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ID", "STATUS", "TASKS", "UPDATED", "NAME"));
        for (JsonNode job : jobs) {
            rows.add(List.of(
                    job.path("id").asText(),
                    job.path("status").asText(),
                    job.path("tasks").asText(),
                    job.path("updated").asText(),
                    job.path("name").asText()));
        }
        new TextTable(terminal).print(rows);
    }

    private boolean agreed(String question) {
        var out = spec.commandLine().getOut();
        out.print(question);
        out.flush();
        try {
            // Not closed: it is the process's own.
            String answer = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return answer != null
                    && (answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
