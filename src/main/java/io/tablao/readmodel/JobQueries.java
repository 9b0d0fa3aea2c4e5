// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Jobs. To be called on a Vert.x context, as a reactive endpoint is. */
@ApplicationScoped
@WithSession
public class JobQueries implements PanacheRepositoryBase<JobRow, UUID> {

    // Those of a row: Hibernate cannot read one from a statement that brings columns which it does not know.
    static final String COLUMNS = """
            id, name, type, type_etag, priority, status, activity, settings, metadata, storage, checkout, submitter_platform,
            worker_tag, script_hash, created, updated, delete_requested, task_count, queued_tasks, active_tasks,
            completed_tasks, failed_tasks, soft_failed_tasks, canceled_tasks, paused_tasks, steps_completed, steps_total,
            history_dropped""";

    /** A worker that runs no tasks of a type for a job any more; the name is null when it is not known. */
    public record Blocked(UUID worker, @Nullable String workerName, String taskType) {}

    public Uni<Optional<JobRow>> find(JobId job) {
        return findById(job.value()).map(Optional::ofNullable);
    }

    /** One statement, which looks at no task. */
    public Uni<List<JobRow>> list(JobFilter filter) {
        List<Object> values = new ArrayList<>();
        List<String> conditions = new ArrayList<>();
        if (!filter.statuses().isEmpty()) {
            values.add(filter.statuses().stream().map(JobStatus::toString).toArray(String[]::new));
            conditions.add("status = any (?" + values.size() + ")");
        }
        like("metadata", filter.metadata(), conditions, values);
        like("settings", filter.settings(), conditions, values);
        String order = filter.order().isEmpty()
                ? JobFilter.Order.CREATED.sql()
                : filter.order().stream().map(JobFilter.Order::sql).collect(Collectors.joining(", "));
        String sql = "select " + COLUMNS + " from job"
                + (conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions))
                + " order by " + order + ", id";
        return getSession().chain(session -> {
            var query = session.createNativeQuery(sql, JobRow.class)
                    .setFirstResult(filter.offset())
                    .setMaxResults(filter.limit());
            for (int i = 0; i < values.size(); i++) {
                query.setParameter(i + 1, values.get(i));
            }
            return query.getResultList();
        });
    }

    /** Of these jobs those that there are, in no order. */
    public Uni<List<JobRow>> find(Collection<JobId> jobs) {
        return list("id in ?1", jobs.stream().map(JobId::value).toList());
    }

    /** Jobs that nothing has happened to since, and that nobody has asked to delete yet, in the order of their last change. */
    public Uni<List<UUID>> unchangedSince(Instant time) {
        return getSession()
                .chain(session -> session.createQuery(
                                "select id from JobRow where updated <= ?1 and deleteRequested is null"
                                        + " order by updated, id",
                                UUID.class)
                        .setParameter(1, time)
                        .getResultList());
    }

    /** Likewise, of the jobs that were completed, failed or canceled, at most so many. */
    public Uni<List<JobRow>> endedBefore(Instant time, int limit) {
        return find(
                        "updated <= ?1 and deleteRequested is null and status in ?2 order by updated, id",
                        time,
                        Arrays.stream(JobStatus.values())
                                .filter(JobStatus::ended)
                                .toList())
                .range(0, limit - 1)
                .list();
    }

    /** How many jobs there are with each status; statuses that no job has are missing. */
    public Uni<Map<JobStatus, Long>> countByStatus() {
        return getSession()
                .chain(session -> session.createQuery(
                                "select status, count(*) from JobRow group by status", Object[].class)
                        .getResultList())
                .map(rows -> rows.stream().collect(Collectors.toMap(row -> (JobStatus) row[0], row -> (Long) row[1])));
    }

    public Uni<List<Blocked>> blocklist(JobId job) {
        return getSession()
                .chain(session -> session.createNativeQuery("""
                                select b.worker_id, w.name, b.task_type
                                from job_blocklist b left join worker w on w.id = b.worker_id
                                where b.job_id = ?1 order by w.name, b.worker_id, b.task_type
                                """, Object[].class)
                        .setParameter(1, job.value())
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Blocked((UUID) row[0], (String) row[1], (String) row[2]))
                        .toList());
    }

    private static void like(
            String column, Map<String, String> patterns, List<String> conditions, List<Object> values) {
        patterns.forEach((key, pattern) -> {
            values.add(key);
            values.add(pattern);
            conditions.add("cast(" + column + " as json) ->> ?" + (values.size() - 1) + " like ?" + values.size());
        });
    }
}
