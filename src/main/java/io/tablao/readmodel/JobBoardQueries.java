// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import io.tablao.model.JobId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tasks of one job, however many, as people look at them. To be called on a Vert.x context, as a reactive endpoint is. */
@ApplicationScoped
@WithSession
public class JobBoardQueries {

    /**
     * A failed task with its newest attempt; the worker's name is null when it is not known.
     *
     * @param message null: it failed without ever having run
     */
    public record Failure(
            int index,
            UUID id,
            String name,
            String status,
            @Nullable UUID worker,
            @Nullable String workerName,
            @Nullable String message,
            @Nullable Instant ended) {}

    /** A start of a task; the worker's name is null when it is not known. */
    public record Attempt(
            int index,
            int attempt,
            UUID worker,
            @Nullable String workerName,
            @Nullable Instant started,
            @Nullable Instant ended,
            @Nullable String outcome,
            @Nullable String message) {}

    /**
     * One letter for each task, in the order of their indices: of its status, or {@code x} for canceled ones. A hundred thousand
     * tasks are as many bytes.
     */
    public Uni<String> statuses(JobId job) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select coalesce(string_agg(letter, ''), '') from (
                                    select case status when 'canceled' then 'x' else left(status, 1) end as letter
                                    from task where job_id = ?1 order by task_index) as letters
                                """, String.class)
                        .setParameter(1, job.value())
                        .getSingleResult());
    }

    /** These tasks, in the order of their indices. */
    public Uni<List<TaskRow>> tasks(JobId job, Collection<Integer> indices) {
        return Panache.getSession()
                .chain(session -> session.createQuery(
                                "from TaskRow where jobId = ?1 and index in ?2 order by index", TaskRow.class)
                        .setParameter(1, job.value())
                        .setParameter(2, indices)
                        .getResultList());
    }

    /** Indices of the tasks whose names contain the text, capitals or not. */
    public Uni<List<Integer>> named(JobId job, String text, int limit) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select task_index from task
                                where job_id = ?1 and position(lower(?2) in lower(name)) > 0 order by task_index
                                """, Integer.class)
                        .setParameter(1, job.value())
                        .setParameter(2, text)
                        .setMaxResults(limit)
                        .getResultList());
    }

    public Uni<List<Failure>> failures(JobId job, int limit) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select t.task_index, t.id, t.name, t.status, a.worker_id, w.name, a.message, a.ended
                                from (select * from task where job_id = ?1 and status in ('failed', 'soft-failed')
                                      order by task_index limit ?2) as t
                                left join lateral (
                                    select worker_id, message, ended from task_attempt
                                    where job_id = t.job_id and task_index = t.task_index
                                    order by attempt desc limit 1) as a on true
                                left join worker w on w.id = a.worker_id
                                order by t.task_index
                                """, Object[].class)
                        .setParameter(1, job.value())
                        .setParameter(2, limit)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Failure(
                                ((Number) row[0]).intValue(),
                                (UUID) row[1],
                                (String) row[2],
                                (String) row[3],
                                (UUID) row[4],
                                (String) row[5],
                                (String) row[6],
                                instant(row[7])))
                        .toList());
    }

    /** The newest starts of a job's tasks, in no order. */
    public Uni<List<Attempt>> attempts(JobId job, int limit) {
        return attempts("a.job_id = ?1 order by a.started desc nulls last", limit, job.value());
    }

    /** All starts of one task, newest first. */
    public Uni<List<Attempt>> attemptsOf(JobId job, int index, int limit) {
        return attempts("a.job_id = ?1 and a.task_index = ?2 order by a.attempt desc", limit, job.value(), index);
    }

    private static Uni<List<Attempt>> attempts(String condition, int limit, Object... values) {
        return Panache.getSession()
                .chain(session -> {
                    var query = session.createNativeQuery("""
                            select a.task_index, a.attempt, a.worker_id, w.name, a.started, a.ended, a.outcome, a.message
                            from task_attempt a left join worker w on w.id = a.worker_id where\s""" + condition, Object[].class)
                            .setMaxResults(limit);
                    for (int i = 0; i < values.length; i++) {
                        query.setParameter(i + 1, values[i]);
                    }
                    return query.getResultList();
                })
                .map(rows -> rows.stream()
                        .map(row -> new Attempt(
                                ((Number) row[0]).intValue(),
                                ((Number) row[1]).intValue(),
                                (UUID) row[2],
                                (String) row[3],
                                instant(row[4]),
                                instant(row[5]),
                                (String) row[6],
                                (String) row[7]))
                        .toList());
    }

    static @Nullable Instant instant(@Nullable Object value) {
        return value == null ? null : Times.instant(value);
    }
}
