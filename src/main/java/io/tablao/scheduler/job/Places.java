// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import java.util.HashMap;
import java.util.Map;

/** How many more tasks of each type the queues of a job may hold. */
final class Places {

    private final int room;
    private final int types;
    private final Map<String, Integer> taken = new HashMap<>();
    private int full;

    Places(Circumstances circumstances) {
        room = ActiveLimit.room(circumstances);
        types = circumstances.tasks().types().size();
        if (room < Integer.MAX_VALUE) {
            var tasks = circumstances.tasks();
            for (int index = tasks.nextReleased(0); index >= 0; index = tasks.nextReleased(index + 1)) {
                count(tasks.definition(index).type());
            }
        }
    }

    /** @return whether there was a place for one more of the type */
    boolean take(String type) {
        if (room == Integer.MAX_VALUE) {
            return true;
        }
        if (taken.getOrDefault(type, 0) >= room) {
            return false;
        }
        count(type);
        return true;
    }

    private void count(String type) {
        if (taken.merge(type, 1, Integer::sum) == room) {
            full++;
        }
    }

    /** Whether there is none left for any type. */
    boolean allTaken() {
        return room == 0 || full == types;
    }
}
