// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of Blender's output, as far as it matters here. From version 5 on, each may start with time and topic. */
sealed interface BlenderLine {

    /** A frame was written to the file. */
    record Saved(String file) implements BlenderLine {}

    /** The frame's file existed already and was left alone. */
    record Skipped(String file) implements BlenderLine {}

    /** A frame was added to a video file. */
    record Appended(int frame) implements BlenderLine {}

    /** A frame is over, saved or not. */
    record Timed() implements BlenderLine {}

    record Complaint(String text) implements BlenderLine {}

    record Other() implements BlenderLine {}

    /** What newer versions put before a message, up to a bar. */
    String PREFIX = "^(?:.*\\| )?\\s*";

    Pattern SAVED = Pattern.compile(PREFIX + "Saved: '(.+)'\\s*$");
    Pattern SKIPPED = Pattern.compile(PREFIX + "skipping existing frame \"(.+)\"\\s*$", Pattern.CASE_INSENSITIVE);
    Pattern APPENDED = Pattern.compile(PREFIX + "Append(?:ing)? frame (\\d{1,9})\\b");
    Pattern TIMED = Pattern.compile(PREFIX + "Time: ");
    Pattern ERROR = Pattern.compile(PREFIX + "(Error: .*)$");

    /** Said at the very end by Blenders that have done all they should. */
    String UNFREED = "Error: Not freed memory blocks";

    static BlenderLine of(String line) {
        Matcher match = SAVED.matcher(line);
        if (match.find()) {
            return new Saved(match.group(1));
        }
        match = SKIPPED.matcher(line);
        if (match.find()) {
            return new Skipped(match.group(1));
        }
        match = APPENDED.matcher(line);
        if (match.find()) {
            return new Appended(Integer.parseInt(match.group(1)));
        }
        if (TIMED.matcher(line).find()) {
            return new Timed();
        }
        match = ERROR.matcher(line);
        if (match.find() && !match.group(1).startsWith(UNFREED)) {
            return new Complaint(match.group(1));
        }
        return new Other();
    }
}
