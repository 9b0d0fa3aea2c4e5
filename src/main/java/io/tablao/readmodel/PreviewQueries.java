// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import io.tablao.model.JobId;
import io.tablao.model.PreviewSize;
import io.tablao.model.TaskKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What jobs have rendered last. To be called on a Vert.x context, as a reactive endpoint is. */
@ApplicationScoped
@WithSession
public class PreviewQueries {

    /** A JPEG, which task's output it shows, and when that was there. */
    public static final class Image {
        private final TaskKey task;
        private final byte[] jpeg;
        private final Instant produced;

        Image(TaskKey task, byte[] jpeg, Instant produced) {
            this.task = task;
            this.jpeg = jpeg;
            this.produced = produced;
        }

        public TaskKey task() {
            return task;
        }

        public byte[] jpeg() {
            return jpeg.clone();
        }

        public Instant produced() {
            return produced;
        }
    }

    /** The job that rendered something last of all. */
    public Uni<Optional<UUID>> newest() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select job_id from preview order by produced desc limit 1", UUID.class)
                        .getResultList())
                .map(ids -> ids.stream().findFirst());
    }

    /** When the job rendered something last. */
    public Uni<Optional<Instant>> produced(JobId job) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select produced from preview where job_id = ?1", Instant.class)
                        .setParameter(1, job.value())
                        .getResultList())
                .map(times -> times.stream().findFirst());
    }

    public Uni<Optional<Image>> image(JobId job, PreviewSize size) {
        String column = switch (size) {
            case LARGE -> "large";
            case SMALL -> "small";
            case TINY -> "tiny";
        };
        Uni<List<Object[]>> found = Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select " + column + ", produced, task_index from preview where job_id = ?1",
                                Object[].class)
                        .setParameter(1, job.value())
                        .getResultList());
        return found.map(rows -> rows.stream()
                .map(row -> new Image(
                        new TaskKey(job, ((Number) row[2]).intValue()), (byte[]) row[0], Times.instant(row[1])))
                .findFirst());
    }
}
