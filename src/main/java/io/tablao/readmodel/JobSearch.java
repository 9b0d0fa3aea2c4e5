// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.tablao.model.JobStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs somebody looks for.
 *
 * @param ids these and no others; empty: all
 * @param statuses empty: all
 * @param types empty: all
 * @param tag UUID of the tag that they carry; null: any, or none
 * @param text part of the name, capitals or not, or the beginning of the id; empty: all
 * @param metadata key and part of the value
 */
public record JobSearch(
        Set<UUID> ids,
        Set<JobStatus> statuses,
        List<String> types,
        @Nullable String tag,
        String text,
        Map<String, String> metadata,
        Order order,
        boolean reversed,
        int offset,
        int limit) {

    /** A column to order by, newest or highest first where that is what people mean. */
    public enum Order {
        CREATED("created DESC, id", "created, id DESC"),
        UPDATED("updated DESC, id", "updated, id DESC"),
        PRIORITY("priority DESC, created DESC, id", "priority, created, id DESC"),
        STATUS("status, priority DESC, created DESC, id", "status DESC, priority, created, id DESC"),
        NAME("lower(name), id", "lower(name) DESC, id DESC"),
        TYPE("type, created DESC, id", "type DESC, created, id DESC");

        private final String sql;
        private final String reversed;

        Order(String sql, String reversed) {
            this.sql = sql;
            this.reversed = reversed;
        }

        String sql(boolean backwards) {
            return backwards ? reversed : sql;
        }
    }

    public JobSearch {
        ids = Set.copyOf(ids);
        statuses = Set.copyOf(statuses);
        types = List.copyOf(types);
        metadata = Map.copyOf(metadata);
    }
}
