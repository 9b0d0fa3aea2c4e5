// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import static io.tablao.projector.Statement.column;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tablao.model.JobId;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the history of jobs. All that a batch has of the tasks of a job becomes one row, since there are several events for
 * each task, and a row for each would be most of the projector's work.
 */
final class HistoryStatements {

    private static final JsonFactory JSON = new JsonFactory();

    private static final String INSERT = """
            INSERT INTO job_history (job_id, position, last_position, events, of_tasks, entries)
            SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::int[], $5::bool[], $6::text[])
            """;

    private static final String COUNT = """
            UPDATE job SET history_kept = history_kept + added.events
            FROM unnest($1::uuid[], $2::bigint[]) AS added (id, events)
            WHERE job.id = added.id
            """;

    /** Events of a job that are kept, and go, together. */
    private record Pack(JobId job, boolean ofTasks, List<HistoryFold.Entry> entries) {}

    private HistoryStatements() {}

    static void write(HistoryFold fold, List<Statement> statements) {
        List<Pack> rows = packs(fold.entries());
        if (rows.isEmpty()) {
            return;
        }
        statements.add(Statement.of(
                INSERT,
                Arrays.asList(
                        column(rows, row -> row.job().value(), UUID[]::new),
                        column(rows, row -> row.entries().getFirst().position(), Long[]::new),
                        column(rows, row -> row.entries().getLast().position(), Long[]::new),
                        column(rows, row -> row.entries().size(), Integer[]::new),
                        column(rows, Pack::ofTasks, Boolean[]::new),
                        column(rows, row -> json(row.entries()), String[]::new))));
        Map<JobId, Long> counts = new LinkedHashMap<>();
        fold.entries().forEach(entry -> counts.merge(entry.job(), 1L, Long::sum));
        statements.add(Statement.of(
                COUNT,
                Arrays.asList(
                        column(counts.keySet(), JobId::value, UUID[]::new),
                        counts.values().toArray(Long[]::new))));
    }

    private static List<Pack> packs(List<HistoryFold.Entry> entries) {
        List<Pack> packs = new ArrayList<>();
        Map<JobId, Pack> ofTasks = new LinkedHashMap<>();
        for (HistoryFold.Entry entry : entries) {
            if (entry.ofTasks()) {
                ofTasks.computeIfAbsent(entry.job(), job -> new Pack(job, true, new ArrayList<>()))
                        .entries()
                        .add(entry);
            } else {
                packs.add(new Pack(entry.job(), false, List.of(entry)));
            }
        }
        packs.addAll(ofTasks.values());
        return packs;
    }

    private static String json(List<HistoryFold.Entry> entries) {
        StringWriter written = new StringWriter(160 * entries.size());
        try (JsonGenerator json = JSON.createGenerator(written)) {
            json.writeStartArray();
            for (HistoryFold.Entry entry : entries) {
                json.writeStartObject();
                json.writeNumberField("p", entry.position());
                json.writeStringField("t", entry.at().toString());
                json.writeStringField("e", entry.event());
                number(json, "i", entry.task());
                number(json, "n", entry.attempt());
                text(json, "w", entry.worker());
                text(json, "a", entry.actor());
                text(json, "c", entry.cause());
                text(json, "d", entry.detail());
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("A string writer never fails", e);
        }
        return RowText.json(written.toString());
    }

    private static void number(JsonGenerator json, String field, @Nullable Integer value) throws IOException {
        if (value != null) {
            json.writeNumberField(field, value);
        }
    }

    private static void text(JsonGenerator json, String field, @Nullable Object value) throws IOException {
        if (value != null) {
            json.writeStringField(field, value.toString());
        }
    }
}
