// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import static io.tablao.projector.Statement.column;

import io.tablao.model.JobId;
import io.tablao.model.TaskKey;
import io.vertx.mutiny.sqlclient.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The rows of task logs. */
final class LogStatements {

    private static final String KEPT = """
            SELECT log.job_id, log.task_index, log.attempt, log.next_sequence, log.bytes, log.cut
            FROM unnest($1::uuid[], $2::int[], $3::int[]) AS wanted (job_id, task_index, attempt)
            JOIN task_log log USING (job_id, task_index, attempt)
            """;

    private static final String INSERT = """
            INSERT INTO task_log_chunk (job_id, task_index, attempt, position, sequence, bytes, text)
            SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[], $4::bigint[], $5::int[], $6::int[], $7::text[])
            """;

    private static final String WRITE_KEPT = """
            INSERT INTO task_log (job_id, task_index, attempt, next_sequence, bytes, cut)
            SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[], $4::int[], $5::bigint[], $6::bool[])
            ON CONFLICT (job_id, task_index, attempt) DO UPDATE SET
                next_sequence = excluded.next_sequence, bytes = excluded.bytes, cut = excluded.cut
            """;

    private static final String DELETED_JOBS = "SELECT job_id FROM deleted_job WHERE job_id = ANY ($1::uuid[])";

    private LogStatements() {}

    /** Which of the attempts' jobs are deleted: chunks that come after that are late. */
    static Statement deletedJobs(Collection<AttemptPatch.Key> attempts) {
        return Statement.of(DELETED_JOBS, List.of((Object) attempts.stream()
                .map(attempt -> attempt.task().job().value())
                .distinct()
                .toArray(UUID[]::new)));
    }

    static Set<JobId> readJobs(Iterable<Row> rows) {
        Set<JobId> jobs = new HashSet<>();
        rows.forEach(row -> jobs.add(new JobId(row.getUUID(0))));
        return jobs;
    }

    static Statement kept(Collection<AttemptPatch.Key> attempts) {
        return Statement.of(
                KEPT,
                Arrays.asList(
                        column(attempts, row -> row.task().job().value(), UUID[]::new),
                        column(attempts, row -> row.task().index(), Integer[]::new),
                        column(attempts, AttemptPatch.Key::attempt, Integer[]::new)));
    }

    static Map<AttemptPatch.Key, LogFold.Kept> read(Iterable<Row> rows) {
        Map<AttemptPatch.Key, LogFold.Kept> kept = new HashMap<>();
        for (Row row : rows) {
            var task = new TaskKey(new JobId(row.getUUID(0)), row.getInteger(1));
            kept.put(
                    new AttemptPatch.Key(task, row.getInteger(2)),
                    new LogFold.Kept(row.getInteger(3), row.getLong(4), row.getBoolean(5)));
        }
        return kept;
    }

    static List<Statement> write(LogFold fold) {
        List<Statement> statements = new ArrayList<>();
        List<LogFold.NewChunk> chunks = fold.added();
        if (chunks.isEmpty()) {
            return statements;
        }
        statements.add(Statement.of(
                INSERT,
                Arrays.asList(
                        column(chunks, row -> row.attempt().task().job().value(), UUID[]::new),
                        column(chunks, row -> row.attempt().task().index(), Integer[]::new),
                        column(chunks, row -> row.attempt().attempt(), Integer[]::new),
                        column(chunks, LogFold.NewChunk::position, Long[]::new),
                        column(chunks, LogFold.NewChunk::sequence, Integer[]::new),
                        column(chunks, LogFold.NewChunk::bytes, Integer[]::new),
                        column(chunks, LogFold.NewChunk::text, String[]::new))));
        var kept = fold.changed().entrySet();
        statements.add(Statement.of(
                WRITE_KEPT,
                Arrays.asList(
                        column(kept, row -> row.getKey().task().job().value(), UUID[]::new),
                        column(kept, row -> row.getKey().task().index(), Integer[]::new),
                        column(kept, row -> row.getKey().attempt(), Integer[]::new),
                        column(kept, row -> row.getValue().nextSequence(), Integer[]::new),
                        column(kept, row -> row.getValue().bytes(), Long[]::new),
                        column(kept, row -> row.getValue().cut(), Boolean[]::new))));
        return statements;
    }
}
