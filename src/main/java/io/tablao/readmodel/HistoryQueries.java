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

    // What happens to all tasks of a kind happens to this one too.
    private static final String PAGE = """
            select h.position, h.at, h.event, h.task_index, t.name as task, h.attempt, h.worker_id, w.name as worker, h.actor,
                a.name as actor_name, h.cause, h.detail
            from job_history h
            left join task t on t.job_id = h.job_id and t.task_index = h.task_index
            left join worker w on w.id = h.worker_id
            left join worker a on 'worker:' || a.id = h.actor
            where h.job_id = ?1 and h.position > ?2 and (?3 < 0 or h.task_index = ?3 or h.event = 'TasksChanged')
            order by h.position
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
                        .setMaxResults(limit)
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
