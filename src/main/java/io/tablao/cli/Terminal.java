// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import java.io.PrintWriter;

/** What is printed where: a line that is written anew, and colours, on a terminal only. */
final class Terminal {

    private static final String CLEAR_LINE = "\r\u001b[2K";

    private final PrintWriter out;
    private final boolean live;
    private String last = "";

    Terminal(PrintWriter out) {
        this(out, onTerminal());
    }

    Terminal(PrintWriter out, boolean live) {
        this.out = out;
        this.live = live;
    }

    /** The launcher knows: Java before 22 cannot tell a pipe from a terminal. */
    private static boolean onTerminal() {
        return Boolean.getBoolean("tablao.terminal");
    }

    /** Whether a person sits before it. */
    boolean isLive() {
        return live;
    }

    /** Shows how far something is: on a terminal in place of the last progress, else as a line, when it differs. */
    void progress(String line) {
        if (line.equals(last)) {
            return;
        }
        last = line;
        if (live) {
            out.print(CLEAR_LINE + line);
        } else {
            out.println(line);
        }
        out.flush();
    }

    /** A line that stays. */
    void line(String line) {
        if (live && !last.isEmpty()) {
            out.print(CLEAR_LINE);
        }
        last = "";
        out.println(line);
        out.flush();
    }

    /** The status as the terminal shows it: coloured where colours are wanted. */
    String status(String status) {
        if (!live || System.getenv("NO_COLOR") != null) {
            return status;
        }
        String colour = switch (status) {
            case "completed", "ok" -> "32";
            case "failed", "error" -> "31";
            case "active", "awake" -> "36";
            case "canceled", "paused", "soft-failed", "warning" -> "33";
            default -> "39";
        };
        return "\u001b[" + colour + "m" + status + "\u001b[0m";
    }
}
