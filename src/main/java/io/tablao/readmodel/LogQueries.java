// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import io.tablao.model.TaskKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Task logs, of all attempts, in the order in which they came. To be called on a Vert.x context, as a reactive endpoint is. */
@ApplicationScoped
@WithSession
public class LogQueries {

    /** Instead of an attempt: all of them, with what the scheduler says in between. */
    public static final int ALL = -1;

    /** @param attempt 0: what the scheduler says of the task */
    public record AttemptSize(int attempt, long bytes) {}

    /**
     * A piece of a log, at most 64 KiB.
     *
     * @param position grows along a task's log, over all its attempts
     */
    public record Chunk(long position, int attempt, String text) {}

    /** @param begins which byte of the log it begins with */
    public record Place(long position, long begins) {}

    /** The size of a task's log in bytes; 0: it has none. */
    public Uni<Long> size(TaskKey task) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select cast(coalesce(sum(bytes), 0) as bigint) from task_log where job_id = ?1 and task_index = ?2",
                                Long.class)
                        .setParameter(1, task.job().value())
                        .setParameter(2, task.index())
                        .getSingleResult());
    }

    /** How large the log of each attempt is, in their order. */
    public Uni<List<AttemptSize>> sizes(TaskKey task) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select attempt, bytes from task_log where job_id = ?1 and task_index = ?2 order by attempt",
                                Object[].class)
                        .setParameter(1, task.job().value())
                        .setParameter(2, task.index())
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new AttemptSize((Integer) row[0], ((Number) row[1]).longValue()))
                        .toList());
    }

    /**
     * The end of a task's log: whole chunks, at least {@code bytes} if there are so many, and at most a chunk (64 KiB) more.
     * It is all of it when {@code bytes} is its {@link #size}.
     */
    public Uni<String> tail(TaskKey task, long bytes) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                with behind as (
                                    select position, sum(bytes) over (order by position desc) - bytes as behind
                                    from task_log_chunk where job_id = ?1 and task_index = ?2
                                )
                                select c.text from task_log_chunk c join behind b on b.position = c.position
                                where c.job_id = ?1 and c.task_index = ?2 and b.behind < ?3
                                order by c.position
                                """, String.class)
                        .setParameter(1, task.job().value())
                        .setParameter(2, task.index())
                        .setParameter(3, bytes)
                        .getResultList())
                .map(chunks -> String.join("", chunks));
    }

    /**
     * The chunk in which a byte of a log lies; empty: the log is not so long. Reads no text.
     *
     * @param attempt or {@link #ALL}
     * @param offset of the byte, from 0
     */
    public Uni<Optional<Place>> place(TaskKey task, int attempt, long offset) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select position, cast(ends - bytes as bigint) from (
                                    select position, bytes, sum(bytes) over (order by position) as ends
                                    from task_log_chunk
                                    where job_id = ?1 and task_index = ?2 and (?3 < 0 or attempt = ?3)
                                ) as cumulated
                                where ends > ?4 order by position limit 1
                                """, Object[].class)
                        .setParameter(1, task.job().value())
                        .setParameter(2, task.index())
                        .setParameter(3, attempt)
                        .setParameter(4, offset)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Place(((Number) row[0]).longValue(), ((Number) row[1]).longValue()))
                        .findFirst());
    }

    /**
     * A log's chunks from a position on, at most so many.
     *
     * @param attempt or {@link #ALL}
     */
    public Uni<List<Chunk>> chunks(TaskKey task, int attempt, long from, int most) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select position, attempt, text from task_log_chunk
                                where job_id = ?1 and task_index = ?2 and (?3 < 0 or attempt = ?3) and position >= ?4
                                order by position limit ?5
                                """, Object[].class)
                        .setParameter(1, task.job().value())
                        .setParameter(2, task.index())
                        .setParameter(3, attempt)
                        .setParameter(4, from)
                        .setParameter(5, most)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row ->
                                new Chunk(((Number) row[0]).longValue(), ((Number) row[1]).intValue(), (String) row[2]))
                        .toList());
    }
}
