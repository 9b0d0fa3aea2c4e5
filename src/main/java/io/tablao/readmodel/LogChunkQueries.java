// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import io.tablao.model.TaskKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Task logs bit by bit, for whoever reads along. To be called on a Vert.x context, as a reactive endpoint is. */
@ApplicationScoped
@WithSession
public class LogChunkQueries {

    /** @param position to read on from; grows along a task's log */
    public record Chunk(long position, int attempt, String text) {}

    /** @param limit chunks at most, each of up to 64 KiB */
    public Uni<List<Chunk>> after(TaskKey task, long position, int limit) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select position, attempt, text from task_log_chunk
                                where job_id = ?1 and task_index = ?2 and position > ?3 order by position
                                """, Object[].class)
                        .setParameter(1, task.job().value())
                        .setParameter(2, task.index())
                        .setParameter(3, position)
                        .setMaxResults(limit)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row ->
                                new Chunk(((Number) row[0]).longValue(), ((Number) row[1]).intValue(), (String) row[2]))
                        .toList());
    }
}
