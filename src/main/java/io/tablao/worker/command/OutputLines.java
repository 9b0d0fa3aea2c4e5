// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a process prints into lines. A carriage return ends a line too, since that is how programs redraw their
 * progress; empty lines are left out; a line without end is cut, so that no output can fill the memory.
 */
final class OutputLines {

    /** In characters. */
    static final int MAX_LENGTH = 4096;

    private final Reader output;
    private final StringBuilder line = new StringBuilder();
    private final char[] buffer = new char[8192];
    private int at;
    private int end;

    /** @param output read as UTF-8; bytes that are not become replacement characters */
    OutputLines(InputStream output) {
        this.output = new InputStreamReader(output, StandardCharsets.UTF_8);
    }

    /** Blocks until there is a line; null at the end. */
    @Nullable
    String next() throws IOException {
        while (at < end || fill()) {
            char next = buffer[at++];
            if (next == '\n' || next == '\r') {
                if (!line.isEmpty()) {
                    return take();
                }
                continue;
            }
            // Logs end up in PostgreSQL, which takes every character but this one.
            line.append(next == '\0' ? '\uFFFD' : next);
            // A pair of surrogates is one character and stays together.
            if (line.length() >= MAX_LENGTH && !Character.isHighSurrogate(next)) {
                return take();
            }
        }
        return line.isEmpty() ? null : take();
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, output.read(buffer));
        return end > 0;
    }

    private String take() {
        String taken = line.toString();
        line.setLength(0);
        return taken;
    }
}
