// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import io.tablao.event.EntityKey;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Where an entity lies: the same partition of commands, events and state. */
public final class Partitioning {

    private Partitioning() {}

    /** @param partitions how many partitions each of the three topics has */
    public static int of(EntityKey entity, int partitions) {
        return entity.kind() == EntityKey.Kind.ROSTER
                ? Integer.parseInt(entity.id())
                : of(entity.toString(), partitions);
    }

    /** As Kafka's own partitioner does for a record with this key. */
    public static int of(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
