// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import static io.tablao.projector.Statement.column;

import io.tablao.event.Preview;
import io.tablao.model.JobId;
import io.vertx.core.buffer.Buffer;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** The rows of previews: the newest of each job. */
final class PreviewStatements {

    // Not of jobs that are deleted by now; and what is older than what is there comes late.
    private static final String WRITE = """
            INSERT INTO preview (job_id, task_index, produced, large, small, tiny)
            SELECT * FROM unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::bytea[], $5::bytea[], $6::bytea[])
                AS new (job_id, task_index, produced, large, small, tiny)
            WHERE NOT EXISTS (SELECT FROM deleted_job WHERE deleted_job.job_id = new.job_id)
            ON CONFLICT (job_id) DO UPDATE SET
                task_index = excluded.task_index, produced = excluded.produced,
                large = excluded.large, small = excluded.small, tiny = excluded.tiny
            WHERE preview.produced <= excluded.produced
            """;

    private PreviewStatements() {}

    static List<Statement> write(List<ReadBatch.ReadRecord<Preview>> records) {
        Map<JobId, Preview> newest = new LinkedHashMap<>();
        for (var record : records) {
            Preview preview = record.envelope().body();
            newest.merge(
                    preview.task().job(),
                    preview,
                    (one, other) -> one.produced().isAfter(other.produced()) ? one : other);
        }
        Collection<Preview> rows = newest.values();
        return List.of(Statement.of(
                WRITE,
                Arrays.asList(
                        column(rows, row -> row.task().job().value(), UUID[]::new),
                        column(rows, row -> row.task().index(), Integer[]::new),
                        column(rows, row -> RowText.time(row.produced()), OffsetDateTime[]::new),
                        images(rows, Preview::large),
                        images(rows, Preview::small),
                        images(rows, Preview::tiny))));
    }

    private static Object images(Collection<Preview> rows, Function<Preview, String> image) {
        return column(rows, row -> Buffer.buffer(Base64.getDecoder().decode(image.apply(row))), Buffer[]::new);
    }
}
