// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tablao.model.JsonText;
import io.tablao.model.TaskCommand;
import io.tablao.model.TaskDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the tasks that a run hands out. The author API has checked most of it where it could name the place in the script;
 * but it lives in the script's own world, so everything that the farm relies on is checked again here. Of the tasks that
 * have passed it keeps what the last check needs, and no more.
 */
final class TaskReader {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A list of frames may stand in a name. */
    private static final int LONGEST_NAME = 10_000;
    /** Queues are kept by type, and topics are named after it. */
    private static final int LONGEST_TYPE = 200;

    private static final int LONGEST_SHOWN = 100;

    private final Script script;
    private final Allowance allowance;
    private final TaskGraph graph = new TaskGraph();
    private long characters;

    TaskReader(Script script, Allowance allowance) {
        this.script = script;
        this.allowance = allowance;
    }

    /** Says what is wrong with the job. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1;
        private final transient ScriptProblem problem;

        Unfit(ScriptProblem problem) {
            super(problem.sentence());
            this.problem = problem;
        }

        ScriptProblem problem() {
            return problem;
        }
    }

    /** @param json a list of tasks, the next ones of the job */
    List<TaskDefinition> read(String json) throws Unfit {
        characters += json.length();
        if (characters > allowance.jobCharacters()) {
            throw unfit("The job's tasks are larger than " + (allowance.jobCharacters() >> 20) + " MB");
        }
        try {
            List<TaskDefinition> tasks = new ArrayList<>();
            for (JsonNode each : JSON.readTree(json)) {
                TaskDefinition task = task(each, graph.size());
                check(task);
                graph.add(task);
                tasks.add(task);
            }
            return tasks;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw unfit("The script made a job that cannot be read: " + e.getMessage());
        }
    }

    int count() {
        return graph.size();
    }

    /**
     * The last check, when all tasks have been read.
     *
     * @param added how many the script has added to the job
     */
    void end(int added) throws Unfit {
        if (added != graph.size()) {
            throw unfit("Of the job's " + added + " tasks " + graph.size()
                    + " came out: the script has changed how the language writes JSON");
        }
        Optional<String> dangling = graph.dangling();
        if (dangling.isPresent()) {
            throw unfit("Task " + shown(dangling.get()) + " depends on a task that there is not");
        }
        Optional<List<String>> cycle = graph.cycle();
        if (cycle.isPresent()) {
            throw unfit("Tasks wait for each other: " + shown(cycle.get()));
        }
    }

    private static String shown(List<String> cycle) {
        int most = 20;
        return cycle.size() <= most
                ? String.join(" → ", cycle)
                : String.join(" → ", cycle.subList(0, most)) + " → … (" + (cycle.size() - 1) + " tasks)";
    }

    private void check(TaskDefinition task) throws Unfit {
        if (graph.size() >= allowance.tasks()) {
            throw unfit("A job may have at most " + allowance.tasks() + " tasks");
        }
        if (task.commands().size() > allowance.commands()) {
            throw unfit("Task " + shown(task.name()) + " has more than " + allowance.commands() + " commands");
        }
        if (task.name().length() > LONGEST_NAME) {
            throw unfit("The name of task " + shown(task.name()) + " is longer than " + LONGEST_NAME + " characters");
        }
        if (task.type().length() > LONGEST_TYPE) {
            throw unfit("The type of task " + shown(task.name()) + " is longer than " + LONGEST_TYPE + " characters");
        }
        if (task.commands().stream().mapToLong(TaskCommand::totalStepCount).sum()
                > Integer.MAX_VALUE - allowance.commands()) {
            throw unfit("Task " + shown(task.name()) + " has more steps than can be counted");
        }
        if (TaskChunks.isTooLarge(task)) {
            throw unfit("Task " + shown(task.name()) + " is larger than " + (TaskChunks.MOST_BYTES_OF_A_TASK >> 10)
                    + " KB");
        }
    }

    private static String shown(String name) {
        return "\"" + (name.length() <= LONGEST_SHOWN ? name : name.substring(0, LONGEST_SHOWN) + "…") + "\"";
    }

    private Unfit unfit(String message) {
        return new Unfit(ScriptProblem.of(script.file(), message));
    }

    private static TaskDefinition task(JsonNode task, int index) {
        List<Integer> dependencies = new ArrayList<>();
        for (JsonNode dependency : task.path("dependencies")) {
            dependencies.add(dependency.intValue());
        }
        List<TaskCommand> commands = new ArrayList<>();
        for (JsonNode command : task.path("commands")) {
            JsonNode parameters = command.path("parameters");
            if (!parameters.isObject()) {
                throw new IllegalArgumentException("parameters must be an object");
            }
            commands.add(new TaskCommand(
                    command.path("name").asText(),
                    new JsonText(parameters.toString()),
                    command.path("totalStepCount").asInt()));
        }
        return new TaskDefinition(
                index,
                task.path("name").asText(),
                task.path("type").asText(),
                task.path("priority").asInt(TaskDefinition.DEFAULT_PRIORITY),
                dependencies,
                commands);
    }
}
