// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import static io.tablao.projector.Statement.column;

import io.tablao.model.WorkerTag;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of the farm's tags. */
final class TagStatements {

    private static final String DELETE = """
        DELETE FROM worker_tag WHERE id = any($1::text[])
        """;

    private static final String WRITE = """
        INSERT INTO worker_tag (id, name, description)
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description
        """;

    private TagStatements() {}

    /** @param tags by id; empty: the tag is gone */
    static void write(Map<String, Optional<WorkerTag>> tags, List<Statement> statements) {
        List<String> gone = tags.entrySet().stream()
                .filter(tag -> tag.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        if (!gone.isEmpty()) {
            statements.add(Statement.of(DELETE, Arrays.<Object>asList((Object) column(gone, id -> id, String[]::new))));
        }
        List<WorkerTag> present =
                tags.values().stream().flatMap(Optional::stream).toList();
        if (!present.isEmpty()) {
            statements.add(Statement.of(
                    WRITE,
                    Arrays.asList(
                            column(present, WorkerTag::id, String[]::new),
                            column(present, tag -> RowText.text(tag.name()), String[]::new),
                            column(present, tag -> RowText.text(tag.description()), String[]::new))));
        }
    }
}
