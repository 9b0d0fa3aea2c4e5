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

/** {@code ./tablao worker}: one worker, looked at or told what to do. */
@Command(
        name = "worker",
        description = "Shows a worker, or tells it what to do.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Actions:",
            "  sleep      takes no tasks until it is woken",
            "  wake       takes tasks again, also one that was put offline",
            "  offline    signs off",
            "  restart    begins anew",
            "  tags TAG…  carries these tags, and no others; without any: none",
            "  delete     is forgotten; if it still runs it comes back as a new one"
        })
final class WorkerCommand implements Callable<Integer> {

    private static final String WORKERS = "/api/v3/worker-mgt/workers";

    @Spec
    private CommandSpec spec;

    @Mixin
    private FarmOption farm;

    @Parameters(index = "0", paramLabel = "NAME|ID", description = "The worker, as ./tablao workers lists it.")
    private String worker;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ACTION",
            description = "What it is to do; without it the worker is shown.")
    private String action;

    @Parameters(index = "2..*", arity = "0..*", paramLabel = "TAG", description = "Names or ids of tags.")
    private List<String> tags;

    @Option(names = "--lazy", description = "Let it end its current task first.")
    private boolean lazy;

    @Override
    public Integer call() {
        FarmClient client = farm.client();
        var terminal = new Terminal(spec.commandLine().getOut());
        String path = WORKERS + "/" + FarmClient.escaped(find(client).path("id").asText());
        String wanted = action == null ? "show" : action;
        if (tags != null && !tags.isEmpty() && !wanted.equals("tags")) {
            throw new CommandProblem("Only the action tags takes more words, not " + wanted + ".");
        }
        switch (wanted) {
            case "show" -> show(client.get(path), terminal);
            case "sleep" -> ask(client, path, "asleep", terminal);
            case "wake" -> ask(client, path, "awake", terminal);
            case "offline" -> ask(client, path, "offline", terminal);
            case "restart" -> ask(client, path, "restart", terminal);
            case "tags" -> setTags(client, path, terminal);
            case "delete" -> {
                client.delete(path);
                terminal.line("Worker " + worker + " is forgotten.");
            }
            default ->
                throw new CommandProblem("A worker can sleep, wake, restart, go offline, get tags or be deleted, not "
                        + wanted + ": see ./tablao help worker.");
        }
        return 0;
    }

    /** By its id, or by its name, if only one is called so. */
    private JsonNode find(FarmClient client) {
        List<JsonNode> named = new ArrayList<>();
        for (JsonNode each : client.get(WORKERS).path("workers")) {
            if (each.path("id").asText().equalsIgnoreCase(worker)) {
                return each;
            }
            if (each.path("name").asText().equals(worker)) {
                named.add(each);
            }
        }
        if (named.isEmpty()) {
            throw new CommandProblem("There is no worker " + worker + ": ./tablao workers lists them.");
        }
        if (named.size() > 1) {
            throw new CommandProblem(named.size() + " workers are called " + worker
                    + ": name one by its id, as ./tablao workers lists it.");
        }
        return named.getFirst();
    }

    private void ask(FarmClient client, String path, String status, Terminal terminal) {
        ObjectNode body =
                FarmClient.JSON.createObjectNode().put("status", status).put("is_lazy", lazy);
        client.post(path + "/setstatus", body);
        JsonNode now = client.get(path);
        String asked = WorkersCommand.asked(now.path("status_change"));
        terminal.line("Worker " + now.path("name").asText() + " is "
                + now.path("status").asText() + (asked.equals("-") ? "." : ", and is to be " + asked + "."));
    }

    private void setTags(FarmClient client, String path, Terminal terminal) {
        ObjectNode body = FarmClient.JSON.createObjectNode();
        var ids = body.putArray("tag_ids");
        if (tags != null) {
            var known = new FarmTags(client);
            tags.forEach(tag -> ids.add(known.find(tag).path("id").asText()));
        }
        client.post(path + "/settags", body);
        show(client.get(path), terminal);
    }

    private static void show(JsonNode now, Terminal terminal) {
        terminal.line(now.path("name").asText() + ": "
                + terminal.status(now.path("status").asText()));
        String asked = WorkersCommand.asked(now.path("status_change"));
        if (!asked.equals("-")) {
            terminal.line("asked to be  " + asked);
        }
        terminal.line("id           " + now.path("id").asText());
        terminal.line("version      " + now.path("version").asText() + " on "
                + now.path("platform").asText());
        terminal.line("last seen    " + now.path("last_seen").asText("-"));
        terminal.line("task types   " + joined(now.path("supported_task_types"), ""));
        terminal.line("tags         " + joined(now.path("tags"), "name"));
        JsonNode task = now.path("task");
        if (!task.isMissingNode()) {
            terminal.line("last task    " + task.path("name").asText() + " ("
                    + task.path("status").asText() + ", " + task.path("id").asText() + ")");
        }
    }

    private static String joined(JsonNode list, String field) {
        List<String> texts = new ArrayList<>();
        list.forEach(each ->
                texts.add(field.isEmpty() ? each.asText() : each.path(field).asText()));
        return texts.isEmpty() ? "-" : String.join(", ", texts);
    }
}
