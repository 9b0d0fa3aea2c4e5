// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The farm as a whole. To be called on a Vert.x context, as a reactive endpoint is. */
@ApplicationScoped
@WithSession
public class FarmBoardQueries {

    /** Tasks of a type that ended within a minute. */
    public record Throughput(Instant minute, String type, long completed, long failed) {}

    /** A start that failed; names are null when they are not known. */
    public record RecentFailure(
            UUID task,
            String name,
            UUID job,
            @Nullable String jobName,
            @Nullable String workerName,
            String outcome,
            @Nullable String message,
            Instant ended) {}

    public Uni<Map<String, Long>> workersByStatus() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select status, count(*) from worker group by status", Object[].class)
                        .getResultList())
                .map(rows -> {
                    Map<String, Long> counts = new TreeMap<>();
                    rows.forEach(row -> counts.put((String) row[0], ((Number) row[1]).longValue()));
                    return counts;
                });
    }

    /** By minute and type, oldest first; along the index of ended attempts. */
    public Uni<List<Throughput>> throughput(Instant since) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select date_trunc('minute', a.ended), t.type,
                                       count(*) filter (where a.outcome = 'completed'),
                                       count(*) filter (where a.outcome in ('failed', 'soft-failed'))
                                from task_attempt a join task t on t.job_id = a.job_id and t.task_index = a.task_index
                                where a.ended >= ?1 group by 1, 2 order by 1, 2
                                """, Object[].class)
                        .setParameter(1, since)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Throughput(
                                Times.instant(row[0]),
                                (String) row[1],
                                ((Number) row[2]).longValue(),
                                ((Number) row[3]).longValue()))
                        .toList());
    }

    public Uni<List<RecentFailure>> failures(Instant since, int limit) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select t.id, t.name, a.job_id, j.name, w.name, a.outcome, a.message, a.ended
                                from (select * from task_attempt
                                      where ended >= ?1 and outcome in ('failed', 'soft-failed')
                                      order by ended desc limit ?2) as a
                                join task t on t.job_id = a.job_id and t.task_index = a.task_index
                                left join job j on j.id = a.job_id
                                left join worker w on w.id = a.worker_id
                                order by a.ended desc
                                """, Object[].class)
                        .setParameter(1, since)
                        .setParameter(2, limit)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new RecentFailure(
                                (UUID) row[0],
                                (String) row[1],
                                (UUID) row[2],
                                (String) row[3],
                                (String) row[4],
                                (String) row[5],
                                (String) row[6],
                                Times.instant(row[7])))
                        .toList());
    }
}
