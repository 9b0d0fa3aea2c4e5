// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tablao.model.JsonText;
import io.tablao.model.Platform;
import io.tablao.model.TaskCommand;
import io.tablao.model.TaskDefinition;
import io.tablao.model.Variables;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Runs tasks in tests and keeps all that they tell. */
final class Recorder implements TaskContext {

    final List<String> log = new CopyOnWriteArrayList<>();
    final List<Integer> steps = new CopyOnWriteArrayList<>();
    final AtomicInteger stirs = new AtomicInteger();
    final List<Path> outputs = new CopyOnWriteArrayList<>();

    /** Sees each line of the log, on the task's thread. */
    Consumer<String> onLine = line -> {};

    private final Path folder;

    /** @param folder where running processes are noted */
    Recorder(Path folder) {
        this.folder = folder;
    }

    static TaskCommand command(String name, String parameters) {
        return command(name, parameters, 0);
    }

    static TaskCommand command(String name, String parameters, int steps) {
        return new TaskCommand(name, new JsonText(parameters), steps);
    }

    TaskRun taskRun(TaskCommand... commands) {
        var task = new TaskDefinition(0, "test", "misc", 50, List.of(), List.of(commands));
        return new TaskRun(task, Variables.defaults(Platform.current()), processes(), this);
    }

    TaskOutcome run(TaskCommand... commands) {
        return taskRun(commands).run();
    }

    RunningProcesses processes() {
        return new RunningProcesses(folder.resolve("processes"));
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("TABLAO_ATTEMPT", "3");
    }

    @Override
    public void log(String line) {
        log.add(line);
        onLine.accept(line);
    }

    @Override
    public void stirs() {
        stirs.incrementAndGet();
    }

    @Override
    public void steps(int completed) {
        steps.add(completed);
    }

    @Override
    public void output(Path file) {
        outputs.add(file);
    }

    static String json(Object value) {
        try {
            return new ObjectMapper().writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }
}
