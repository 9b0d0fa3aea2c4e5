// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.Value;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes of what a script threw a sentence and a place in the script. */
final class ThrownByScript {

    private static final Logger LOG = Logger.getLogger(ThrownByScript.class);
    private static final int LONGEST_MESSAGE = 2000;
    private static final int DEEPEST_STACK = 12;

    private ThrownByScript() {}

    static ScriptProblem explain(PolyglotException thrown, Script script) {
        if (thrown.isResourceExhausted()) {
            return ScriptProblem.of(script.file(), "The script needs more memory than there is");
        }
        if (thrown.isInternalError()) {
            LOG.errorf(thrown, "The sandbox failed on script %s; its submission is refused", script.file());
            return ScriptProblem.of(script.file(), "The sandbox failed: " + thrown.getMessage());
        }
        Value value = thrown.getGuestObject();
        boolean refusal = value != null && value.isString();
        String message = limited(thrown.isSyntaxError() ? syntaxError(thrown) : message(thrown, value));
        SourceSection place = place(thrown, script);
        if (place == null) {
            return new ScriptProblem(script.file(), 0, 0, message, null, List.of(), refusal);
        }
        String file = place.getSource().getName();
        int line = place.getStartLine();
        int column = column(place, script);
        return new ScriptProblem(file, line, column, message, line(script, file, line), stack(thrown, script), refusal);
    }

    private static String message(PolyglotException thrown, @Nullable Value value) {
        if (value != null && value.isString()) {
            String text = value.asString().strip();
            return text.isEmpty() ? "The script refused the job without saying why" : text;
        }
        if (value != null && value.hasMember("message")) {
            String text = value.getMember("message").toString();
            Value name = value.getMember("name");
            // The plain kind is a message to people; others say what kind of mistake the script made.
            return name == null || !name.isString() || name.asString().equals("Error")
                    ? text
                    : name.asString() + ": " + text;
        }
        return String.valueOf(thrown.getMessage());
    }

    /** The first line, without the position in front, since it is told anyway. */
    private static String syntaxError(PolyglotException thrown) {
        String first = String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
        String told = first.replaceFirst("^SyntaxError: \\S+:\\d+:\\d+ ", "SyntaxError: ");
        // What people try who come from Node or the web.
        return told.matches(".*found (import|export)$")
                ? told + ": scripts are no ES modules; say require('./other.js') and module.exports instead"
                : told;
    }

    /** Where it was thrown; for what the author API throws, where the script called it. */
    private static @Nullable SourceSection place(PolyglotException thrown, Script script) {
        SourceSection own = thrown.getSourceLocation();
        if (isOf(script, own)) {
            return own;
        }
        for (PolyglotException.StackFrame frame : thrown.getPolyglotStackTrace()) {
            SourceSection called = frame.isGuestFrame() ? frame.getSourceLocation() : null;
            if (isOf(script, called)) {
                return called;
            }
        }
        return null;
    }

    private static List<String> stack(PolyglotException thrown, Script script) {
        List<String> stack = new ArrayList<>();
        for (PolyglotException.StackFrame frame : thrown.getPolyglotStackTrace()) {
            SourceSection called = frame.isGuestFrame() ? frame.getSourceLocation() : null;
            if (called != null && isOf(script, called)) {
                if (stack.size() == DEEPEST_STACK) {
                    stack.add("…");
                    break;
                }
                stack.add(frame.getRootName() + " (" + called.getSource().getName() + ":" + called.getStartLine() + ":"
                        + column(called, script) + ")");
            }
        }
        return stack;
    }

    /** A module's first line has our head before it. */
    private static int column(SourceSection place, Script script) {
        boolean behindHead =
                place.getStartLine() == 1 && !place.getSource().getName().equals(script.file());
        return behindHead
                ? Math.max(1, place.getStartColumn() - AuthorApi.MODULE_HEAD.length())
                : place.getStartColumn();
    }

    private static boolean isOf(Script script, @Nullable SourceSection section) {
        return section != null && script.source(section.getSource().getName()) != null;
    }

    private static @Nullable String line(Script script, String file, int line) {
        String source = script.source(file);
        List<String> lines = source == null ? List.of() : source.lines().toList();
        return line <= lines.size() ? lines.get(line - 1) : null;
    }

    private static String limited(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + " …";
    }
}
