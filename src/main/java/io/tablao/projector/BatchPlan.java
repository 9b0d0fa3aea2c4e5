// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.tablao.event.Envelope;
import io.tablao.event.FarmEvent.SettingsChanged;
import io.tablao.model.QueueId;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a batch changes: few statements, however many events it has.
 *
 * @param settings the newest of the farm; null: nobody has changed them
 */
record BatchPlan(
        List<Round> rounds,
        Map<WorkerId, WorkerPatch> workers,
        Map<QueueId, QueuePatch> queues,
        Map<String, Optional<WorkerTag>> tags,
        @Nullable Envelope<SettingsChanged> settings) {

    /** In the order in which they are to be executed. */
    List<Statement> statements() {
        List<Statement> statements = new ArrayList<>();
        for (Round round : rounds) {
            JobStatements.insert(round, statements);
            BulkStatements.change(round, statements);
            TaskStatements.insert(round, statements);
            TaskStatements.update(round, statements);
            AttemptStatements.write(round, statements);
            FailureStatements.write(round, statements);
            JobStatements.update(round, statements);
        }
        WorkerStatements.write(workers.values(), statements);
        ScheduleStatements.write(workers.values(), statements);
        TagStatements.write(tags, statements);
        SettingsStatements.write(settings, statements);
        QueueStatements.write(queues.values(), statements);
        return statements;
    }
}
