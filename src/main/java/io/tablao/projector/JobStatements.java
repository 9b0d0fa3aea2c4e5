// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import static io.tablao.projector.Statement.column;

import io.tablao.event.Envelope;
import io.tablao.event.JobEvent.JobRegistered;
import io.tablao.model.JobStatus;
import io.tablao.model.JobSubmission;
import io.tablao.model.JsonText;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of jobs. */
final class JobStatements {

    private static final String INSERT = """
            INSERT INTO job (id, name, type, type_etag, priority, status, activity, settings, metadata, storage,
                checkout, submitter_platform, worker_tag, created, updated)
            SELECT id, name, type, type_etag, priority, '%s', '', settings, metadata, storage,
                storage::json ->> 'shaman_checkout_id', submitter_platform, worker_tag, created, created
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int[], $6::text[], $7::text[], $8::text[],
                $9::text[], $10::text[], $11::timestamptz[])
                AS new (id, name, type, type_etag, priority, settings, metadata, storage, submitter_platform,
                    worker_tag, created)
            """.formatted(JobStatus.UNDER_CONSTRUCTION);

    private static final String UPDATE = """
            UPDATE job SET
                status = coalesce(change.status, job.status),
                activity = coalesce(change.activity, job.activity),
                priority = coalesce(change.priority, job.priority),
                settings = coalesce(change.settings, job.settings),
                metadata = coalesce(change.metadata, job.metadata),
                script_hash = coalesce(change.script_hash, job.script_hash),
                worker_tag = CASE WHEN change.tag_changed THEN change.worker_tag ELSE job.worker_tag END,
                delete_requested = coalesce(change.delete_requested, job.delete_requested),
                updated = change.updated
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::text[], $6::text[], $7::text[],
                $8::timestamptz[], $9::bool[], $10::text[], $11::timestamptz[])
                AS change (id, status, activity, priority, settings, metadata, script_hash, updated, tag_changed,
                    worker_tag, delete_requested)
            WHERE job.id = change.id
            """;

    // An id that is used again once a deleted job is forgotten: nothing of the former job may show in the new one.
    private static final String ERASE_NAMESAKES = """
            WITH former AS (DELETE FROM deleted_job WHERE job_id = ANY ($1::uuid[]) RETURNING job_id), %s
            SELECT count(*) FROM former
            """.formatted(JobErasure.TABLES.stream()
            .map(table ->
                    "%1$s_rows AS (DELETE FROM %1$s USING former WHERE %1$s.job_id = former.job_id)".formatted(table))
            .collect(Collectors.joining(", ")));

    private JobStatements() {}

    static void insert(Round round, List<Statement> statements) {
        Collection<Envelope<JobRegistered>> rows = round.registered.values();
        if (rows.isEmpty()) {
            return;
        }
        statements.add(Statement.of(ERASE_NAMESAKES, List.of((Object)
                column(rows, row -> row.body().job().value(), UUID[]::new))));
        statements.add(Statement.of(
                INSERT,
                Arrays.asList(
                        column(rows, row -> row.body().job().value(), UUID[]::new),
                        texts(rows, submission -> RowText.text(submission.name())),
                        texts(rows, submission -> RowText.text(submission.type())),
                        texts(rows, submission -> RowText.textOrNull(submission.typeEtag())),
                        column(rows, row -> row.body().submission().priority(), Integer[]::new),
                        texts(
                                rows,
                                submission -> RowText.json(submission.settings().text())),
                        texts(rows, submission -> RowText.json(submission.metadata())),
                        texts(rows, submission -> jsonOrNull(submission.storage())),
                        texts(rows, submission -> RowText.text(submission.submitterPlatform())),
                        texts(rows, submission -> RowText.textOrNull(submission.workerTag())),
                        column(rows, row -> RowText.time(row.body().created()), OffsetDateTime[]::new))));
    }

    static void update(Round round, List<Statement> statements) {
        Collection<JobPatch> rows = round.jobs.values();
        if (rows.isEmpty()) {
            return;
        }
        statements.add(Statement.of(
                UPDATE,
                Arrays.asList(
                        column(rows, row -> row.job.value(), UUID[]::new),
                        column(rows, row -> row.status == null ? null : row.status.toString(), String[]::new),
                        column(rows, row -> RowText.textOrNull(row.activity), String[]::new),
                        column(rows, row -> row.priority, Integer[]::new),
                        column(rows, row -> row.settings, String[]::new),
                        column(rows, row -> row.metadata, String[]::new),
                        column(rows, row -> row.scriptHash, String[]::new),
                        column(rows, row -> RowText.time(row.updated), OffsetDateTime[]::new),
                        column(rows, row -> row.workerTag != null, Boolean[]::new),
                        column(
                                rows,
                                row -> row.workerTag == null ? null : RowText.textOrNull(row.workerTag.id()),
                                String[]::new),
                        column(rows, row -> RowText.timeOrNull(row.deleteRequested), OffsetDateTime[]::new))));
    }

    private static @Nullable String[] texts(
            Collection<Envelope<JobRegistered>> rows, Function<JobSubmission, @Nullable String> text) {
        return column(rows, row -> text.apply(row.body().submission()), String[]::new);
    }

    private static @Nullable String jsonOrNull(@Nullable JsonText json) {
        return json == null ? null : RowText.json(json.text());
    }
}
