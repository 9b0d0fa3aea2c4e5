// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.Command;
import io.tablao.event.JobPart.TaskProgress;
import io.tablao.event.Notice;
import io.tablao.event.QueueCommand;
import io.tablao.model.TaskStatus;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a decision has told the queues and the workers all that its events mean for them. */
final class Bookkeeping {

    private record Was(TaskProgress progress, String type) {}

    private final List<Was> before;

    private Bookkeeping(List<Was> before) {
        this.before = before;
    }

    static Bookkeeping before(@Nullable JobState state) {
        return new Bookkeeping(state == null ? List.of() : all(state));
    }

    private static List<Was> all(JobState state) {
        List<Was> all = new ArrayList<>();
        for (int index = 0; index < state.tasks().size(); index++) {
            all.add(new Was(
                    state.tasks().progress(index),
                    state.tasks().definition(index).type()));
        }
        return all;
    }

    void check(JobState state, Decision.Accepted decision) {
        List<Command> tells = new ArrayList<>();
        List<Notice> notices = new ArrayList<>();
        for (var effect : decision.effects()) {
            if (effect instanceof Effect.Tell tell) {
                tells.add(tell.command());
            } else if (effect instanceof Effect.Notify notify) {
                notices.add(notify.notice());
            }
        }
        for (var was : before) {
            check(state, was.progress(), was.type(), tells, notices);
        }
    }

    private static boolean takesOut(Command command, String type, TaskProgress was) {
        return switch (command) {
            case QueueCommand.DequeueJob dequeue -> dequeue.queue().type().equals(type);
            case QueueCommand.ForgetJob forget -> forget.queue().type().equals(type);
            case QueueCommand.WithdrawTasks withdraw ->
                withdraw.queue().type().equals(type)
                        && withdraw.tasks().stream()
                                .anyMatch(task -> task.index() == was.index() && task.attempt() == was.attempt());
            default -> false;
        };
    }

    private static void check(
            JobState state, TaskProgress was, String type, List<Command> tells, List<Notice> notices) {
        int index = was.index();
        // A task that is being erased is as one that nothing ever happened to.
        var is = state.tasks().has(index) ? state.tasks().progress(index) : TaskProgress.untouched(was.job(), index);
        boolean freed = tells.stream()
                .anyMatch(command -> command instanceof QueueCommand.FreeSlot free
                        && free.queue().type().equals(type)
                        && free.task().index() == index
                        && free.worker().equals(was.worker()));
        assertThat(freed)
                .as("slot of task %d freed", index)
                .isEqualTo(was.status() == TaskStatus.ACTIVE && is.status() != TaskStatus.ACTIVE);
        boolean taken = tells.stream()
                .anyMatch(command -> command instanceof QueueCommand.TakeTask take
                        && take.queue().type().equals(type)
                        && take.task().index() == index
                        && take.attempt() == is.attempt()
                        && take.worker().equals(is.worker()));
        assertThat(taken)
                .as("task %d taken", index)
                .isEqualTo(was.status() != TaskStatus.ACTIVE && is.status() == TaskStatus.ACTIVE);
        if (taken) {
            assertThat(notices)
                    .anyMatch(notice -> notice instanceof Notice.Granted granted
                            && granted.task().index() == index
                            && granted.attempt() == is.attempt()
                            && granted.worker().equals(is.worker()));
        }
        boolean enqueued = tells.stream()
                .anyMatch(command -> command instanceof QueueCommand.EnqueueTasks enqueue
                        && enqueue.queue().type().equals(type)
                        && enqueue.avoid().containsAll(was.failedBy())
                        && enqueue.tasks().stream()
                                .anyMatch(task -> task.index() == index && task.attempt() == is.attempt()));
        assertThat(enqueued).as("task %d enqueued", index).isEqualTo(is.released() && !was.released());
        boolean nobodysAttempt = was.released() && !is.released() && is.status() != TaskStatus.ACTIVE;
        boolean mustNotRun = !state.head().status().runs()
                || !is.status().canStart()
                || state.tasks().unmet(index) > 0;
        if (nobodysAttempt && mustNotRun) {
            assertThat(tells)
                    .as("task %d taken out of its queue", index)
                    .anyMatch(command -> takesOut(command, type, was));
        }
    }
}
