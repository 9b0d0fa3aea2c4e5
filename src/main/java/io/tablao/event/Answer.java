// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskKey;
import io.tablao.model.Variables;
import io.tablao.model.WorkerStatus;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of a command that carried {@code replyTo}. */
public sealed interface Answer extends Message {

    /** The api instance that asked. */
    String to();

    /** Id of the command's envelope, or, for a compilation's end, of the submission's. */
    UUID command();

    @Override
    default String key() {
        return to();
    }

    /**
     * @param partition of the events topic; null: nothing changed, so there is nothing to wait for
     * @param offset of the command's last event
     */
    record Accepted(
            String to,
            UUID command,
            @Nullable Integer partition,
            @Nullable Long offset) implements Answer {}

    @Version(2)
    record Rejected(String to, UUID command, Refusal refusal) implements Answer {}

    /** To a {@link WorkerCommand.Call}; the command is the caller's request. */
    sealed interface ToCall extends Answer {}

    /** @param secretHash of the worker's secret */
    record SecretFound(String to, UUID command, String secretHash) implements ToCall {}

    /** The worker is to go to that status. */
    record GoToStatus(String to, UUID command, WorkerStatus status) implements ToCall {}

    /** All is well, and there is nothing to do. */
    record NothingToDo(String to, UUID command) implements ToCall {}

    /** The worker runs the attempt from now on, or already. */
    record TaskGiven(
            String to,
            UUID command,
            TaskKey task,
            int attempt,
            String jobName,
            String jobType,
            int jobPriority,
            TaskDefinition definition,
            Variables variables)
            implements ToCall {}

    /**
     * @param may whether the worker may go on
     * @param reason why it may not
     * @param statusRequested whether that is because it is to go to another status
     */
    record KeepRunning(String to, UUID command, boolean may, String reason, boolean statusRequested)
            implements ToCall {}

    /** @param sequence of the first chunk of the log that was announced */
    record TaskUpdated(String to, UUID command, TaskKey task, int attempt, int sequence) implements ToCall {}
}
