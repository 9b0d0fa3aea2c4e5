// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import io.tablao.model.Actor;
import io.tablao.model.JobId;
import io.tablao.model.WorkerId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What has happened to jobs. To be called on a Vert.x context, as a reactive endpoint is. */
@ApplicationScoped
@WithSession
public class HistoryQueries {

    /** All tasks: what happened to the job, and to each of them. */
    public static final int EVERY_TASK = -1;

    /**
     * An event of a job.
     *
     * @param position grows from event to event
     * @param taskIndex null: it happened to the job, or to many of its tasks
     * @param worker of whom the event speaks
     * @param actor who caused it; a worker's name is its id, as everywhere
     * @param actorName of a worker, its name
     * @param cause id of the command that led to it
     */
    public record Entry(
            long position,
            Instant at,
            String event,
            @Nullable Integer taskIndex,
            @Nullable String taskName,
            @Nullable Integer attempt,
            @Nullable UUID worker,
            @Nullable String workerName,
            Actor actor,
            @Nullable String actorName,
            @Nullable UUID cause,
            @Nullable String detail) {}

    // What happens to all tasks of a kind happens to this one too. Each row has an event at least, and at most two rows
    // reach back
    // over the place where a page begins, so that a page of all tasks need not look at more rows than it has events,
    // and three.
    private static final String PAGE = """
            select e.p, e.t, e.e, e.i, t.name as task, e.n, e.w, w.name as worker, e.a, a.name as actor_name, e.c, e.d
            from (
                select entry.* from (
                    select entries from job_history
                    where job_id = ?1 and last_position > ?2
                    order by position limit case when ?3 < 0 then ?4 + 3 end
                ) pack,
                json_to_recordset(cast(pack.entries as json)) as entry(
                    p bigint, t timestamptz, e text, i int, n int, w uuid, a text, c uuid, d text)
                where entry.p > ?2 and (?3 < 0 or entry.i = ?3 or entry.e = 'TasksChanged')
                order by entry.p limit ?4
            ) e
            left join task t on t.job_id = ?1 and t.task_index = e.i
            left join worker w on w.id = e.w
            left join worker a on 'worker:' || a.id = e.a
            order by e.p
            """;

    private static final String BY_NAME = "select index from TaskRow where jobId = ?1 and name = ?2 order by index";

    /**
     * A page of a job's history.
     *
     * @param after the position after which it begins; negative: from the beginning
     * @param task the task that it is about, or {@link #EVERY_TASK}
     */
    public Uni<List<Entry>> page(JobId job, long after, int task, int limit) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(PAGE, Object[].class)
                        .setParameter(1, job.value())
                        .setParameter(2, after)
                        .setParameter(3, task)
                        .setParameter(4, limit)
                        .getResultList())
                .map(rows -> rows.stream().map(HistoryQueries::entry).toList());
    }

    /** The first task of that name. */
    public Uni<Optional<Integer>> taskNamed(JobId job, String name) {
        return Panache.getSession()
                .chain(session -> session.createQuery(BY_NAME, Integer.class)
                        .setParameter(1, job.value())
                        .setParameter(2, name)
                        .setMaxResults(1)
                        .getResultList())
                .map(found -> found.stream().findFirst());
    }

    private static Entry entry(Object[] row) {
        UUID worker = (UUID) row[6];
        String actor = (String) row[8];
        return new Entry(
                ((Number) row[0]).longValue(),
                Times.instant(row[1]),
                (String) row[2],
                (Integer) row[3],
                (String) row[4],
                (Integer) row[5],
                worker,
                (String) row[7],
                actor(actor, worker),
                actor == null ? (String) row[7] : (String) row[9],
                (UUID) row[10],
                (String) row[11]);
    }

    private static Actor actor(@Nullable String named, @Nullable UUID worker) {
        if (named != null) {
            return Actor.of(named);
        }
        return worker == null ? Actor.SCHEDULER : Actor.worker(new WorkerId(worker));
    }
}
