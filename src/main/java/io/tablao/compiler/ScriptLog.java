// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Takes a script's print and alert to the log, line by line and no more than is good for the log. */
final class ScriptLog {

    private static final Logger LOG = Logger.getLogger(ScriptLog.class);
    private static final int MOST_LINES = 1000;
    private static final int LONGEST_LINE = 4096;

    private final String about;
    private final AtomicInteger lines = new AtomicInteger();
    private final Lines prints;
    private final Lines alerts;

    /** @param about what each line starts with, for instance script and job */
    ScriptLog(String about) {
        this.about = about;
        prints = new Lines(line -> LOG.infof("%s: %s", about, line));
        alerts = new Lines(line -> LOG.warnf("%s: %s", about, line));
    }

    OutputStream prints() {
        return prints;
    }

    OutputStream alerts() {
        return alerts;
    }

    /** Writes what stands in lines that were begun. */
    void finish() {
        prints.end();
        alerts.end();
    }

    private final class Lines extends OutputStream {
        private final Consumer<String> log;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Lines(Consumer<String> log) {
            this.log = log;
        }

        @Override
        public void write(int oneByte) {
            if (oneByte == '\n') {
                end();
            } else if (line.size() < LONGEST_LINE) {
                line.write(oneByte);
            }
        }

        private void end() {
            if (line.size() == 0) {
                return;
            }
            int number = lines.incrementAndGet();
            if (number <= MOST_LINES) {
                log.accept(line.toString(StandardCharsets.UTF_8));
            } else if (number == MOST_LINES + 1) {
                LOG.warnf("%s: wrote more than %d lines; the rest is left out", about, MOST_LINES);
            }
            line.reset();
        }
    }
}
