// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.FarmSettings;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerTag;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is asked of the farm: what can be changed while it runs, and belongs to no job, worker or queue. */
public sealed interface FarmCommand extends Command {

    @Override
    default EntityKey entity() {
        return EntityKey.FARM;
    }

    /**
     * A person sets all of it anew.
     *
     * @param basedOn the revision that the person saw: if it is another by now, nothing is changed; null: whatever it is. 0 is
     *     that of a farm for which nobody has set anything yet
     */
    record ChangeSettings(FarmSettings settings, @Nullable Long basedOn) implements FarmCommand {}

    record CreateTag(WorkerTag tag) implements FarmCommand {}

    /** The tag of this id gets another name and description. */
    record ChangeTag(WorkerTag tag) implements FarmCommand {}

    /** Workers carry the tag no longer. A job that does has nobody to run it until it gets another. */
    record DeleteTag(String tag) implements FarmCommand {}

    /**
     * From a new worker: it brings tags along, which are made if there are none of these names.
     *
     * @param tags names or UUIDs
     */
    record BringTags(WorkerId worker, Set<String> tags) implements FarmCommand {
        public BringTags {
            tags = Set.copyOf(tags);
        }
    }

    /**
     * From a worker that was given tags: some may have been deleted meanwhile.
     *
     * @param tags UUIDs
     */
    record CheckTags(WorkerId worker, Set<String> tags) implements FarmCommand {
        public CheckTags {
            tags = Set.copyOf(tags);
        }
    }
}
