// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Takes what a script prints, line by line and no more than it may: to the log, and for whoever tries the script out. Used by
 * the thread of one run, and by others once that has ended.
 */
final class ScriptLog {

    private static final Logger LOG = Logger.getLogger(ScriptLog.class);
    private static final int LONGEST_LINE = 4096;
    private static final int REPLACEMENT = '\uFFFD';

    private final List<String> lines = new ArrayList<>();
    private final int mostLines;
    private final Lines prints;
    private final Lines alerts;
    private Runnable onOverflow = () -> {};
    private boolean full;

    ScriptLog(int mostLines, Consumer<String> print, Consumer<String> alert) {
        this.mostLines = mostLines;
        prints = new Lines(print);
        alerts = new Lines(alert);
    }

    /** @param about what each line of the log starts with, for instance script and job */
    static ScriptLog logged(String about, int mostLines) {
        return new ScriptLog(
                mostLines, line -> LOG.infof("%s: %s", about, line), line -> LOG.warnf("%s: %s", about, line));
    }

    /** Keeps the lines, and bothers nobody else with them. */
    static ScriptLog kept(int mostLines) {
        return new ScriptLog(mostLines, line -> {}, line -> {});
    }

    /** @param action taken when the script has written more lines than it may */
    void onOverflow(Runnable action) {
        onOverflow = action;
    }

    OutputStream prints() {
        return prints;
    }

    OutputStream alerts() {
        return alerts;
    }

    /** Writes what stands in lines that were begun. */
    void finish() {
        prints.flushLine();
        alerts.flushLine();
    }

    /** What was written, in order. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    private final class Lines extends OutputStream {
        private final Consumer<String> log;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private boolean cut;

        Lines(Consumer<String> log) {
            this.log = log;
        }

        @Override
        public void write(int oneByte) {
            write(new byte[] {(byte) oneByte}, 0, 1);
        }

        // Nothing stops the run in here, so what is too much must not take long.
        @Override
        public void write(byte[] bytes, int from, int count) {
            int end = from + count;
            for (int at = from; at < end && !full; at++) {
                if (bytes[at] == '\n') {
                    end();
                } else if (line.size() < LONGEST_LINE) {
                    line.write(bytes[at]);
                } else {
                    cut = true;
                }
            }
        }

        private void end() {
            if (lines.size() == mostLines) {
                full = true;
                onOverflow.run();
            } else {
                String text = printable(line.toString(StandardCharsets.UTF_8)) + (cut ? " …" : "");
                lines.add(text);
                log.accept(text);
            }
            line.reset();
            cut = false;
        }

        /** Writes the rest of a line that was begun. */
        private void flushLine() {
            if (line.size() > 0) {
                end();
            }
        }
    }

    /** Without what a terminal takes for orders. */
    private static String printable(String text) {
        return text.chars().noneMatch(ScriptLog::isOrder)
                ? text
                : text.codePoints()
                        .map(each -> isOrder(each) ? REPLACEMENT : each)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static boolean isOrder(int character) {
        return Character.isISOControl(character) && character != '\t';
    }
}
