// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import io.tablao.model.TaskKey;
import jakarta.enterprise.context.ApplicationScoped;

/** Task logs, of all attempts, in the order in which they came. To be called on a Vert.x context, as a reactive endpoint is. */
@ApplicationScoped
@WithSession
public class LogQueries {

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
}
