// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.tablao.event.LogChunk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides what is kept of log chunks: each once, and of each attempt no more than the limit. Workers keep to a limit too;
 * this is the last defence against a log that fills the database. The limit is one of attempts, not of tasks, so that a task
 * that is tried again shows why it failed again.
 */
final class LogFold {

    /** How much is kept of an attempt's log. */
    record Kept(int nextSequence, long bytes, boolean cut) {
        static final Kept NOTHING = new Kept(0, 0, false);
    }

    /** A chunk to be inserted. */
    record NewChunk(AttemptPatch.Key attempt, long position, int sequence, int bytes, String text) {}

    private final long limit;
    private final Map<AttemptPatch.Key, Kept> kept;
    private final Map<AttemptPatch.Key, Kept> changed = new LinkedHashMap<>();
    private final List<NewChunk> added = new ArrayList<>();

    /** @param kept as stored, of the attempts that have chunks in the batch */
    LogFold(long limit, Map<AttemptPatch.Key, Kept> kept) {
        this.limit = limit;
        this.kept = Map.copyOf(kept);
    }

    void fold(long position, LogChunk chunk) {
        var attempt = new AttemptPatch.Key(chunk.task(), chunk.attempt());
        Kept before = changed.getOrDefault(attempt, kept.getOrDefault(attempt, Kept.NOTHING));
        // The scheduler's lines come in its transactions, once each.
        boolean again = chunk.attempt() > 0 && chunk.sequence() < before.nextSequence();
        if (again || before.cut()) {
            return;
        }
        String text = RowText.text(chunk.text());
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        boolean cut = before.bytes() + utf8.length > limit;
        if (cut) {
            text = cut(utf8, (int) (limit - before.bytes()));
        }
        int bytes = cut ? text.getBytes(StandardCharsets.UTF_8).length : utf8.length;
        added.add(new NewChunk(attempt, position, chunk.sequence(), bytes, text));
        changed.put(attempt, new Kept(chunk.sequence() + 1, before.bytes() + bytes, cut));
    }

    List<NewChunk> added() {
        return added;
    }

    Map<AttemptPatch.Key, Kept> changed() {
        return changed;
    }

    /** The whole lines that fit, and one that says why no more follow. */
    private String cut(byte[] utf8, int room) {
        int end = room;
        while (end > 0 && utf8[end - 1] != '\n') {
            end--;
        }
        return new String(utf8, 0, end, StandardCharsets.UTF_8)
                + "[The log is cut here: it has reached its limit of " + size(limit)
                + ". What the task wrote after this line was not kept.]\n";
    }

    private static String size(long bytes) {
        if (bytes >= 1 << 20) {
            return (bytes >> 20) + " MiB";
        }
        return bytes >= 1 << 10 ? (bytes >> 10) + " KiB" : bytes + " bytes";
    }
}
