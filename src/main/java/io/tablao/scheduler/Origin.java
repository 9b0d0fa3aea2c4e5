// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler;

import io.tablao.event.Command;
import io.tablao.event.Envelope;
import io.tablao.event.Event;
import io.tablao.event.JobCommand;
import io.tablao.event.JobEvent;
import io.tablao.event.WorkerCommand;
import io.tablao.model.Actor;
import io.tablao.model.WorkerId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The command that leads to others and to events, and who is behind it: all that follows from it names both. */
record Origin(UUID id, Actor actor) {

    static Origin of(Envelope<? extends Command> command) {
        Actor named = command.actor();
        return new Origin(command.id(), named == null ? sender(command) : named);
    }

    /** Of most commands it is plain who sends them, so their envelopes do not say it again. */
    private static Actor sender(Envelope<? extends Command> command) {
        return switch (command.body()) {
            case JobCommand.Report report -> Actor.worker(report.worker());
            case WorkerCommand.SignOnWorker on -> Actor.worker(on.worker());
            case WorkerCommand.SignOffWorker off -> Actor.worker(off.worker());
            case WorkerCommand.Heartbeat beat -> Actor.worker(beat.worker());
            case WorkerCommand.RegisterWorker register -> Actor.worker(register.worker());
            case WorkerCommand.Call call -> Actor.worker(call.worker());
            case JobCommand.AddTasks add -> Actor.COMPILER;
            case JobCommand.SealJob seal -> Actor.COMPILER;
            case JobCommand.FailCompilation failure -> Actor.COMPILER;
            default -> command.replyTo() == null ? Actor.SCHEDULER : Actor.person("");
        };
    }

    /** What the envelope of an event says of the actor; null: the event names the worker itself. */
    @Nullable
    Actor toldWith(Event event) {
        WorkerId worker = workerIn(event);
        boolean plain = worker != null && actor.equals(Actor.worker(worker));
        return plain ? null : actor;
    }

    private static @Nullable WorkerId workerIn(Event event) {
        return switch (event) {
            case JobEvent.TaskStarted started -> started.worker();
            case JobEvent.TaskCompleted completed -> completed.worker();
            case JobEvent.TaskSoftFailed failed -> failed.worker();
            case JobEvent.TaskFailed failed -> failed.worker();
            default -> null;
        };
    }
}
