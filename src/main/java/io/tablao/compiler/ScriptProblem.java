// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a script, or with what it made.
 *
 * @param script the file, for instance {@code echo_sleep_test.js}
 * @param line from 1; 0: not known
 * @param column from 1; 0: not known
 * @param message without the position
 * @param sourceLine the line of the script; null: not known
 * @param stack the functions of scripts that were being called, innermost first, each with its place
 * @param refusal whether the script's author said so with a thrown string, for the submitter to read as it is
 */
public record ScriptProblem(
        String script,
        int line,
        int column,
        String message,
        @Nullable String sourceLine,
        List<String> stack,
        boolean refusal) {

    private static final int LONGEST_SOURCE_LINE = 200;

    public ScriptProblem {
        stack = List.copyOf(stack);
    }

    static ScriptProblem of(String script, String message) {
        return new ScriptProblem(script, 0, 0, message, null, List.of(), false);
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

    /** The sentence and, where they are known, the line of the script, a mark below the place, and the calls that led there. */
    public String report() {
        if (refusal || line == 0) {
            return sentence();
        }
        StringBuilder report = new StringBuilder(sentence());
        if (sourceLine != null && sourceLine.length() <= LONGEST_SOURCE_LINE) {
            report.append("\n    ").append(sourceLine).append("\n    ");
            // Tabs stay, so that the mark stands where it should whatever their width.
            sourceLine
                    .chars()
                    .limit(Math.max(0, column - 1L))
                    .forEach(character -> report.append(character == '\t' ? '\t' : ' '));
            report.append('^');
        }
        // One call says nothing that the sentence does not.
        if (stack.size() > 1) {
            stack.forEach(call -> report.append("\n    at ").append(call));
        }
        return report.toString();
    }
}
