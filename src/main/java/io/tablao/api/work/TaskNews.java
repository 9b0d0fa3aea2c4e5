// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.work;

import io.tablao.api.RequestFields;
import io.tablao.model.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a worker says of its task.
 *
 * @param status active, completed or failed; null: it says nothing of it
 * @param steps null: it says nothing of them
 * @param message why it has failed
 * @param log pieces of whole lines, each fit for a chunk
 */
record TaskNews(@Nullable TaskStatus status, @Nullable Integer steps, String message, List<String> log) {

    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int LONGEST_MESSAGE = 2_000;

    TaskNews {
        log = List.copyOf(log);
    }

    static TaskNews read(byte[] body) {
        RequestFields fields = RequestFields.read(body);
        TaskStatus status = status(fields);
        String activity = fields.text("activity").orElse("");
        OptionalInt steps = fields.integer("steps_completed", 0, Integer.MAX_VALUE);
        String log = fields.text("log").orElse("");
        fields.check();
        String message = activity.isBlank() ? "The worker says no more than that it failed" : activity;
        return new TaskNews(
                status,
                steps.isPresent() ? steps.getAsInt() : null,
                message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)),
                pieces(log));
    }

    private static @Nullable TaskStatus status(RequestFields fields) {
        String label = fields.text("taskStatus").orElse("");
        return switch (label) {
            case "" -> null;
            case "active" -> TaskStatus.ACTIVE;
            case "completed" -> TaskStatus.COMPLETED;
            case "failed" -> TaskStatus.FAILED;
            // Flamenco: whether a failure is a soft one is not the worker's to say.
            default -> {
                fields.problem("A worker reports that its task is active, completed or failed, not \"" + label + "\"");
                yield null;
            }
        };
    }

    /** Whole lines as long as they fit; a line that is too long is broken. */
    private static List<String> pieces(String log) {
        if (log.isBlank()) {
            return List.of();
        }
        String text = log.replace("\0", "");
        text = text.endsWith("\n") ? text : text + "\n";
        List<String> pieces = new ArrayList<>();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int from = 0;
        while (from < bytes.length) {
            int to = end(bytes, from);
            pieces.add(new String(bytes, from, to - from, StandardCharsets.UTF_8));
            from = to;
        }
        return pieces;
    }

    private static int end(byte[] bytes, int from) {
        int most = from + CHUNK_BYTES;
        if (most >= bytes.length) {
            return bytes.length;
        }
        int line = most;
        while (line > from && bytes[line - 1] != '\n') {
            line--;
        }
        if (line > from) {
            return line;
        }
        int character = most;
        while ((bytes[character] & 0xC0) == 0x80) {
            character--;
        }
        return character;
    }
}
