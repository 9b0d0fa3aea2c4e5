// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import org.jspecify.annotations.Nullable;

/** Cuts the end of a log so that it begins with a whole line. */
final class LastLines {

    private static final int LONGEST = 8 * 1024;

    private LastLines() {}

    /** @return null when there is nothing */
    static @Nullable String of(String log) {
        if (log.isEmpty()) {
            return null;
        }
        if (log.length() <= LONGEST) {
            return log;
        }
        int start = log.length() - LONGEST;
        int line = log.indexOf('\n', start - 1) + 1;
        // One line that is longer than all we show.
        return log.substring(line == 0 || line == log.length() ? start : line);
    }
}
