// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import io.tablao.model.TaskCommand;
import io.tablao.model.TaskDefinition;
import io.tablao.model.Variables;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One run of a task: its commands in their order, until the first that fails. All that happens is told to the
 * {@link TaskContext}. Once only: a new attempt is a new run.
 */
public final class TaskRun {

    private static final Logger LOG = Logger.getLogger(TaskRun.class);

    private final TaskDefinition task;
    private final Variables variables;
    private final RunningProcesses processes;
    private final TaskContext context;

    /** Guards the two below: a stop must reach the thread while it runs the task, and never what it does afterwards. */
    private final Object lock = new Object();

    private @Nullable Thread runner;
    private boolean stopped;

    /** @param processes where children are remembered; one for all runs of a worker process */
    public TaskRun(TaskDefinition task, Variables variables, RunningProcesses processes, TaskContext context) {
        this.task = task;
        this.variables = variables;
        this.processes = processes;
        this.context = context;
    }

    /** Runs the task on the calling thread and blocks until it has ended. When it returns, no process of the task runs. */
    public TaskOutcome run() {
        synchronized (lock) {
            if (stopped) {
                return new TaskOutcome.Stopped();
            }
            runner = Thread.currentThread();
        }
        TaskOutcome outcome;
        try {
            outcome = runToItsEnd();
        } finally {
            leave();
        }
        if (!stopRequested()) {
            if (outcome instanceof TaskOutcome.Stopped) {
                // Somebody else interrupted the thread, and will look for that.
                Thread.currentThread().interrupt();
            }
            return outcome;
        }
        // A task that got to its end all the same has done its work; whatever else came of it came of the stop.
        return outcome instanceof TaskOutcome.Completed ? outcome : new TaskOutcome.Stopped();
    }

    /** Asks the run to end as soon as it can; from any thread, at any time, as often as you like. Returns at once. */
    public void stop() {
        synchronized (lock) {
            if (!stopped && runner != null) {
                runner.interrupt();
            }
            stopped = true;
        }
    }

    private void leave() {
        synchronized (lock) {
            runner = null;
            if (stopped) {
                // The stop was for the task, not for what this thread does next.
                Thread.interrupted();
            }
        }
    }

    private boolean stopRequested() {
        synchronized (lock) {
            return stopped;
        }
    }

    private TaskOutcome runToItsEnd() {
        try {
            runCommands();
            return new TaskOutcome.Completed();
        } catch (CommandFailed failed) {
            return failed(String.valueOf(failed.getMessage()));
        } catch (InterruptedException interrupted) {
            context.log("Stopped");
            return new TaskOutcome.Stopped();
        } catch (RuntimeException bug) {
            LOG.errorf(bug, "Task %s broke off; it is reported as failed", task.name());
            return failed("The worker could not run the task: " + bug);
        }
    }

    private TaskOutcome failed(String message) {
        message.lines().forEach(context::log);
        return new TaskOutcome.Failed(message);
    }

    private void runCommands() throws CommandFailed, InterruptedException {
        List<CommandRunner> runners = new ArrayList<>();
        for (TaskCommand command : task.commands()) {
            runners.add(CommandRunner.of(command, variables));
        }
        int stepsBefore = 0;
        for (int i = 0; i < runners.size(); i++) {
            TaskCommand command = task.commands().get(i);
            String place = "Command " + (i + 1) + "/" + runners.size() + ", " + command.name() + ", ";
            var commandContext = new CommandContext(context, processes, stepsBefore, command.totalStepCount());
            runOne(runners.get(i), place, commandContext);
            stepsBefore += Math.max(1, command.totalStepCount());
        }
    }

    private static void runOne(CommandRunner runner, String place, CommandContext context)
            throws CommandFailed, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        context.log(place + "starts");
        long started = System.nanoTime();
        try {
            runner.run(context);
        } catch (CommandFailed failed) {
            throw new CommandFailed(place + "failed: " + failed.getMessage(), failed);
        } catch (ClosedByInterruptException stopped) {
            Thread.interrupted();
            throw (InterruptedException) new InterruptedException().initCause(stopped);
        } catch (IOException failed) {
            throw new CommandFailed(place + "failed: " + sentence(failed), failed);
        }
        context.complete();
        context.log(place + "completed in "
                + Duration.ofNanos(System.nanoTime() - started).toMillis() / 1000.0 + " s");
    }

    /** The JDK's own messages of these are nothing but the file's name. */
    private static String sentence(IOException failed) {
        return switch (failed) {
            case NoSuchFileException missing -> "there is no " + missing.getFile();
            case AccessDeniedException denied -> "access to " + denied.getFile() + " was denied";
            case FileAlreadyExistsException there -> there.getFile() + " exists already";
            case NotDirectoryException file -> file.getFile() + " is not a directory";
            default -> String.valueOf(failed.getMessage());
        };
    }
}
