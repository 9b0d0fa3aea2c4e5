// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import io.tablao.model.JobId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.regex.Pattern;

/** What of a job depends on what. To be called on a Vert.x context, as a reactive endpoint is. */
@ApplicationScoped
@WithSession
public class JobGraphQueries {

    /** A task with what it depends on, as indices. */
    public record Node(int index, String name, String type, String status, List<Integer> dependencies) {}

    /** How many tasks of a group have a status; a group are tasks whose type and whose names but for numbers are the same. */
    public record GroupCount(int group, String name, String type, String status, long tasks, int first) {}

    /** Tasks of one group that depend on tasks of another. */
    public record GroupEdge(int from, int to, long edges) {}

    private static final Pattern COMMA = Pattern.compile(",");
    private static final String GROUPED = """
            with grouped as (
                select task_index, status, type, regexp_replace(name, '[0-9]+([-,. ]+[0-9]+)*', '#', 'g') as stem
                from task where job_id = ?1),
            numbered as (
                select task_index, status, type, stem, dense_rank() over (order by type, stem) as number from grouped)
            """;

    public Uni<List<Node>> nodes(JobId job, int limit) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select t.task_index, t.name, t.type, t.status, array_to_string(d.dependencies, ',')
                                from task t join task_definition d on d.job_id = t.job_id and d.task_index = t.task_index
                                where t.job_id = ?1 order by t.task_index
                                """, Object[].class)
                        .setParameter(1, job.value())
                        .setMaxResults(limit)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Node(
                                ((Number) row[0]).intValue(),
                                (String) row[1],
                                (String) row[2],
                                (String) row[3],
                                indices((String) row[4])))
                        .toList());
    }

    private static List<Integer> indices(String text) {
        return COMMA.splitAsStream(text)
                .filter(number -> !number.isEmpty())
                .map(Integer::valueOf)
                .toList();
    }

    /** @param limit groups that are told of at most */
    public Uni<List<GroupCount>> groups(JobId job, int limit) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(GROUPED + """
                                select number, stem, type, status, count(*), min(task_index) from numbered
                                where number <= ?2 group by number, stem, type, status order by number, status
                                """, Object[].class)
                        .setParameter(1, job.value())
                        .setParameter(2, limit)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new GroupCount(
                                ((Number) row[0]).intValue(),
                                (String) row[1],
                                (String) row[2],
                                (String) row[3],
                                ((Number) row[4]).longValue(),
                                ((Number) row[5]).intValue()))
                        .toList());
    }

    public Uni<List<GroupEdge>> edges(JobId job, int limit) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(GROUPED + """
                                select before.number, after.number, count(*)
                                from task_definition d
                                cross join lateral unnest(d.dependencies) as needed (task_index)
                                join numbered after on after.task_index = d.task_index
                                join numbered before on before.task_index = needed.task_index
                                where d.job_id = ?1 and before.number <= ?2 and after.number <= ?2
                                group by before.number, after.number order by 1, 2
                                """, Object[].class)
                        .setParameter(1, job.value())
                        .setParameter(2, limit)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new GroupEdge(
                                ((Number) row[0]).intValue(),
                                ((Number) row[1]).intValue(),
                                ((Number) row[2]).longValue()))
                        .toList());
    }
}
