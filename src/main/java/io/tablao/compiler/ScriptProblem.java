// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a script, or with what it made.
 *
 * @param script the file, for instance {@code echo_sleep_test.js}
 * @param line from 1; 0: not known
 * @param column from 1; 0: not known
 * @param message without the position
 * @param sourceLine the line of the script; null: not known
 * @param refusal whether the script's author said so with a thrown string, for the submitter to read as it is
 */
public record ScriptProblem(
        String script,
        int line,
        int column,
        String message,
        @Nullable String sourceLine,
        boolean refusal) {

    static ScriptProblem of(String script, String message) {
        return new ScriptProblem(script, 0, 0, message, null, false);
    }

    /** One sentence for people, with the position where it is known and helps. */
    public String sentence() {
        if (refusal) {
            return message;
        }
        return line == 0
                ? message + " (" + script + ")"
                : message + " (" + script + ", line " + line + ", column " + column + ")";
    }
}
