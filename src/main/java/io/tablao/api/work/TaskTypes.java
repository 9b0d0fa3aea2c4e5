// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.work;

import io.tablao.api.RequestFields;
import java.util.Set;
import java.util.TreeSet;

/** The task types that a worker accepts. */
final class TaskTypes {

    /** Each is a queue, so that one worker cannot make thousands of them. */
    private static final int MOST = 100;

    private static final int LONGEST = 200;

    private TaskTypes() {}

    static Set<String> read(RequestFields fields) {
        Set<String> types = new TreeSet<>(fields.requiredTextList("supported_task_types"));
        if (types.size() > MOST) {
            fields.problem("Field \"supported_task_types\" may have " + MOST + " types at most");
        }
        if (types.stream().anyMatch(type -> type.isBlank() || type.length() > LONGEST)) {
            fields.problem("A task type has 1 to " + LONGEST + " characters");
        }
        return types;
    }
}
