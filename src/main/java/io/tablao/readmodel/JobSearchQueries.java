// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import io.tablao.model.JobStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Finds jobs among any number of them. To be called on a Vert.x context, as a reactive endpoint is. */
@ApplicationScoped
@WithSession
public class JobSearchQueries {

    /** Completed tasks that say how long one lasts. */
    private static final int SAMPLE = 200;

    /** How many jobs fit, in all and by status; statuses and types of the search do not count for the latter. */
    public record Counts(long total, Map<String, Long> byStatus) {}

    /** A statement's conditions with their values. */
    private static final class Conditions {
        private final List<String> texts = new ArrayList<>();
        private final List<Object> values = new ArrayList<>();

        void add(String text, Object... given) {
            String numbered = text;
            for (Object value : given) {
                values.add(value);
                numbered = numbered.replaceFirst("\\?(?!\\d)", "?" + values.size());
            }
            texts.add(numbered);
        }

        String where() {
            return texts.isEmpty() ? "" : " where " + String.join(" and ", texts);
        }

        <T> Mutiny.SelectionQuery<T> bind(Mutiny.SelectionQuery<T> query) {
            for (int i = 0; i < values.size(); i++) {
                query.setParameter(i + 1, values.get(i));
            }
            return query;
        }
    }

    public Uni<List<JobRow>> page(JobSearch search) {
        Conditions conditions = conditions(search, true);
        String sql = "select " + JobQueries.COLUMNS + " from job" + conditions.where() + " order by "
                + search.order().sql(search.reversed());
        return Panache.getSession()
                .chain(session -> conditions
                        .bind(session.createNativeQuery(sql, JobRow.class)
                                .setFirstResult(search.offset())
                                .setMaxResults(search.limit()))
                        .getResultList());
    }

    public Uni<Counts> count(JobSearch search) {
        Conditions conditions = conditions(search, false);
        String sql = "select status, count(*) from job" + conditions.where() + " group by status";
        return Panache.getSession()
                .chain(session -> conditions
                        .bind(session.createNativeQuery(sql, Object[].class))
                        .getResultList())
                .map(rows -> {
                    Map<String, Long> byStatus = new TreeMap<>();
                    rows.forEach(row -> byStatus.put((String) row[0], ((Number) row[1]).longValue()));
                    long total = byStatus.entrySet().stream()
                            .filter(entry -> search.statuses().isEmpty()
                                    || search.statuses().contains(JobStatus.of(entry.getKey())))
                            .mapToLong(Map.Entry::getValue)
                            .sum();
                    return new Counts(total, byStatus);
                });
    }

    /**
     * How many seconds the jobs may still take, as many tasks at once as now, each as long as those that are completed; jobs of
     * which nothing is completed or nothing runs are missing.
     */
    public Uni<Map<UUID, Double>> secondsLeft(Collection<JobRow> jobs) {
        UUID[] running = jobs.stream()
                .filter(job -> job.activeTasks > 0 && job.completedTasks > 0)
                .map(job -> job.id)
                .toArray(UUID[]::new);
        if (running.length == 0) {
            return Uni.createFrom().item(Map.of());
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select job.id, job.active_tasks,
                                       job.queued_tasks + job.active_tasks + job.soft_failed_tasks,
                                       (select cast(avg(seconds) as double precision)
                                        from (select extract(epoch from ended - started) as seconds from task
                                              where task.job_id = job.id and task.status = 'completed'
                                                and started is not null and ended is not null
                                              limit ?2) as sample)
                                from job where job.id = any (?1)
                                """, Object[].class)
                        .setParameter(1, running)
                        .setParameter(2, SAMPLE)
                        .getResultList())
                .map(rows -> rows.stream()
                        .filter(row -> row[3] != null)
                        .collect(Collectors.toMap(row -> (UUID) row[0], JobSearchQueries::left)));
    }

    private static double left(Object[] row) {
        double atOnce = Math.max(1, ((Number) row[1]).doubleValue());
        return ((Number) row[3]).doubleValue() * ((Number) row[2]).doubleValue() / atOnce;
    }

    /** The job types that jobs have, by name. */
    public Uni<List<String>> types() {
        // Steps from type to type along the index, however many jobs there are.
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                with recursive types as (
                                    (select type from job order by type limit 1)
                                    union all
                                    select (select type from job where type > types.type order by type limit 1)
                                    from types where types.type is not null
                                )
                                select type from types where type is not null
                                """, String.class).getResultList());
    }

    private static Conditions conditions(JobSearch search, boolean statuses) {
        Conditions conditions = new Conditions();
        if (!search.ids().isEmpty()) {
            conditions.add("id = any (?)", (Object) search.ids().toArray(UUID[]::new));
        }
        if (statuses && !search.statuses().isEmpty()) {
            conditions.add("status = any (?)", (Object)
                    search.statuses().stream().map(JobStatus::toString).toArray(String[]::new));
        }
        if (!search.types().isEmpty()) {
            conditions.add("type = any (?)", (Object) search.types().toArray(String[]::new));
        }
        @Nullable String tag = search.tag();
        if (tag != null) {
            conditions.add("worker_tag = ?", tag);
        }
        if (!search.text().isEmpty()) {
            String escaped = escaped(search.text());
            conditions.add("(name ilike ? or cast(id as text) like ?)", "%" + escaped + "%", escaped + "%");
        }
        search.metadata()
                .forEach((key, part) ->
                        conditions.add("cast(metadata as json) ->> ? ilike ?", key, "%" + escaped(part) + "%"));
        return conditions;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}
