// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import io.tablao.model.WorkerId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What workers do and have done. To be called on a Vert.x context, as a reactive endpoint is. */
@ApplicationScoped
@WithSession
public class WorkerBoardQueries {

    /** Starts of one worker that are looked at for its load, at most. */
    private static final int MOST_STARTS = 2_000;

    /** The task that a worker runs. */
    public record Running(
            UUID worker,
            UUID id,
            String name,
            UUID job,
            String jobName,
            int stepsCompleted,
            int stepsTotal,
            @Nullable Instant started) {}

    /**
     * What a worker has done since some time.
     *
     * @param busySeconds of that time
     */
    public record Load(UUID worker, long completed, long failed, double busySeconds) {}

    /** A start of a task on a worker. */
    public record Past(
            UUID task,
            String name,
            UUID job,
            @Nullable String jobName,
            int attempt,
            @Nullable Instant started,
            @Nullable Instant ended,
            @Nullable String outcome) {}

    /** By worker; in one statement, along the index of active tasks. */
    public Uni<Map<UUID, Running>> running() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select distinct on (t.worker_id)
                                       t.worker_id, t.id, t.name, t.job_id, j.name, t.steps_completed, t.steps_total, t.started
                                from task t join job j on j.id = t.job_id
                                where t.status = 'active' and t.worker_id is not null
                                order by t.worker_id, t.started desc
                                """, Object[].class).getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Running(
                                (UUID) row[0],
                                (UUID) row[1],
                                (String) row[2],
                                (UUID) row[3],
                                (String) row[4],
                                ((Number) row[5]).intValue(),
                                ((Number) row[6]).intValue(),
                                JobBoardQueries.instant(row[7])))
                        .collect(Collectors.toMap(Running::worker, Function.identity())));
    }

    /** By worker, as far as they have started anything since. */
    public Uni<Map<UUID, Load>> loads(Instant since) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select w.id, l.completed, l.failed, l.busy
                                from worker w cross join lateral (
                                    select count(*) filter (where outcome = 'completed') as completed,
                                           count(*) filter (where outcome in ('failed', 'soft-failed')) as failed,
                                           cast(sum(extract(epoch from coalesce(ended, now()) - started)) as double precision) as busy
                                    from (select started, ended, outcome from task_attempt
                                          where worker_id = w.id and started >= ?1
                                          order by started desc limit ?2) as recent) as l
                                where l.busy is not null
                                """, Object[].class)
                        .setParameter(1, since)
                        .setParameter(2, MOST_STARTS)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Load(
                                (UUID) row[0],
                                ((Number) row[1]).longValue(),
                                ((Number) row[2]).longValue(),
                                ((Number) row[3]).doubleValue()))
                        .collect(Collectors.toMap(Load::worker, Function.identity())));
    }

    /** What a worker has started, newest first. */
    public Uni<List<Past>> past(WorkerId worker, int limit) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select t.id, t.name, a.job_id, j.name, a.attempt, a.started, a.ended, a.outcome
                                from (select * from task_attempt where worker_id = ?1 order by started desc limit ?2) as a
                                join task t on t.job_id = a.job_id and t.task_index = a.task_index
                                left join job j on j.id = a.job_id
                                order by a.started desc
                                """, Object[].class)
                        .setParameter(1, worker.value())
                        .setParameter(2, limit)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Past(
                                (UUID) row[0],
                                (String) row[1],
                                (UUID) row[2],
                                (String) row[3],
                                ((Number) row[4]).intValue(),
                                JobBoardQueries.instant(row[5]),
                                JobBoardQueries.instant(row[6]),
                                (String) row[7]))
                        .toList());
    }
}
