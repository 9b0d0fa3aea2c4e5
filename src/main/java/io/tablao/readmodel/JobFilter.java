// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.tablao.model.JobStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which jobs to list, and how.
 *
 * @param statuses empty: all
 * @param metadata key and pattern, as SQL's LIKE takes it
 * @param settings key and pattern, as SQL's LIKE takes it
 * @param order empty: newest first
 * @param limit at most {@link #LARGEST_PAGE}
 */
public record JobFilter(
        Set<JobStatus> statuses,
        Map<String, String> metadata,
        Map<String, String> settings,
        List<Order> order,
        int offset,
        int limit) {

    public static final int LARGEST_PAGE = 10_000;

    /** A column to order by, newest or highest first where that is what people mean. */
    public enum Order {
        CREATED("created desc"),
        UPDATED("updated desc"),
        PRIORITY("priority desc"),
        STATUS("status"),
        NAME("name"),
        TYPE("type");

        private final String sql;

        Order(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }
    }

    public JobFilter {
        if (offset < 0 || limit < 1 || limit > LARGEST_PAGE) {
            throw new IllegalArgumentException("A page begins at 0 or later and has 1 to " + LARGEST_PAGE + " jobs");
        }
        statuses = Set.copyOf(statuses);
        metadata = Map.copyOf(metadata);
        settings = Map.copyOf(settings);
        order = List.copyOf(order);
    }

    /** The newest jobs. */
    public static JobFilter newest(int limit) {
        return new JobFilter(Set.of(), Map.of(), Map.of(), List.of(), 0, limit);
    }

    /** The newest jobs with one of the statuses. */
    public static JobFilter newest(Set<JobStatus> statuses, int limit) {
        return new JobFilter(statuses, Map.of(), Map.of(), List.of(), 0, limit);
    }
}
