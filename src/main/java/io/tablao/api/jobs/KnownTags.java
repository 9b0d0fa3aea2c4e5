// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import io.smallrye.mutiny.Uni;
import io.tablao.api.ApiProblem;
import io.tablao.readmodel.WorkerTagQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sees to it that no job waits for workers of a tag that is none. */
@ApplicationScoped
class KnownTags {

    private static final Logger LOG = Logger.getLogger(KnownTags.class);

    private final WorkerTagQueries tags;

    @Inject
    KnownTags(WorkerTagQueries tags) {
        this.tags = tags;
    }

    /**
     * Fails with a 400 when there is no such tag. While PostgreSQL is away that cannot be told, and the job is taken: it waits
     * until a worker carries its tag.
     *
     * @param id null: any worker will do
     */
    Uni<Void> require(@Nullable String id) {
        if (id == null) {
            return Uni.createFrom().voidItem();
        }
        return tags.find(id)
                .map(Optional::isPresent)
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debugf(failure, "Whether there is a tag %s cannot be told now", id);
                    return true;
                })
                .invoke(known -> {
                    if (!known) {
                        throw ApiProblem.badRequest("There is no tag " + id);
                    }
                })
                .replaceWithVoid();
    }

    /** The id of the tag that a job is to get; empty: none. Fails with a 422 when there is no such tag. */
    Uni<Optional<String>> find(TagChange change) {
        String id = change.id();
        String name = change.name();
        if (id == null && name == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        return (id != null ? tags.find(id) : tags.named(String.valueOf(name))).map(found -> {
            if (found.isEmpty()) {
                throw ApiProblem.unacceptable(
                        id != null ? "There is no tag " + id : "There is no tag called \"" + name + "\"");
            }
            return found.map(tag -> tag.id);
        });
    }
}
