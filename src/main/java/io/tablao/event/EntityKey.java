// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.JobId;
import io.tablao.model.QueueId;
import io.tablao.model.WorkerId;
import java.util.Locale;

/** Names an entity of the scheduler, for instance {@code job:0b5c…} or {@code queue:blender}: the key of its commands,
 * events and state, so that all of them lie in one partition and one shard owns them. */
public record EntityKey(Kind kind, String id) {

    /** The kinds of entities. A roster is one shard's own; its id is the number of the shard. There is one farm. */
    public enum Kind {
        JOB,
        WORKER,
        QUEUE,
        ROSTER,
        FARM;

        private final String prefix = name().toLowerCase(Locale.ROOT) + ":";
    }

    public static final EntityKey FARM = new EntityKey(Kind.FARM, "farm");

    public static EntityKey of(JobId job) {
        return new EntityKey(Kind.JOB, job.toString());
    }

    public static EntityKey of(WorkerId worker) {
        return new EntityKey(Kind.WORKER, worker.toString());
    }

    public static EntityKey of(QueueId queue) {
        return new EntityKey(Kind.QUEUE, queue.toString());
    }

    public static EntityKey ofRoster(int shard) {
        return new EntityKey(Kind.ROSTER, Integer.toString(shard));
    }

    /** @throws IllegalArgumentException when the text is not an entity's key */
    public static EntityKey parse(String text) {
        for (var kind : Kind.values()) {
            if (text.startsWith(kind.prefix)) {
                return new EntityKey(kind, text.substring(kind.prefix.length()));
            }
        }
        throw new IllegalArgumentException("Not an entity's key: " + text);
    }

    @Override
    public String toString() {
        return kind.prefix + id;
    }
}
