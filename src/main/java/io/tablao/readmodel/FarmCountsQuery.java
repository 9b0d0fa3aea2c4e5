// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts the farm. To be called on a Vert.x context, as a reactive endpoint is. */
@ApplicationScoped
@WithSession
public class FarmCountsQuery {

    private static final String COUNT = """
        SELECT count(*) FILTER (WHERE status = 'awake'),
               count(*) FILTER (WHERE status = 'asleep'),
               count(*) FILTER (WHERE status IN ('starting', 'restart', 'testing')),
               (SELECT count(*) FROM job WHERE status IN ('queued', 'active', 'requeueing'))
        FROM worker
        """;

    public Uni<FarmCounts> now() {
        return Panache.getSession()
                .chain(session ->
                        session.createNativeQuery(COUNT, Object[].class).getSingleResult())
                .map(row -> new FarmCounts(number(row[0]), number(row[1]), number(row[2]), number(row[3])));
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }
}
