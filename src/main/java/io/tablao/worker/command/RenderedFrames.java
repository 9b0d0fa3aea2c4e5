// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * Judges a render by what came of it. Blender's exit code is not enough: it may be 0 although a frame was not saved, so
 * every frame that was asked for must have been saved, or have been there.
 */
final class RenderedFrames {

    /** How many different errors a failure quotes. */
    private static final int QUOTED = 5;

    private final RenderRequest request;
    private final NavigableSet<Integer> done = new TreeSet<>();
    private final Set<String> files = new LinkedHashSet<>();
    private final Set<String> errors = new LinkedHashSet<>();

    /** Since a frame was done last: errors that Blender got over are warnings. */
    private boolean brokeOff;

    RenderedFrames(RenderRequest request) {
        this.request = request;
    }

    void note(BlenderLine line) {
        switch (line) {
            case BlenderLine.Saved saved -> fileDone(saved.file());
            case BlenderLine.Skipped skipped -> fileDone(skipped.file());
            case BlenderLine.Appended appended -> {
                done.add(appended.frame());
                brokeOff = false;
            }
            case BlenderLine.Complaint error -> {
                brokeOff = true;
                if (errors.size() < QUOTED) {
                    errors.add(error.text());
                }
            }
            case BlenderLine.Timed timed -> {}
            case BlenderLine.Other other -> {}
        }
    }

    private void fileDone(String file) {
        files.add(file);
        request.files().frameOf(file).ifPresent(done::add);
        brokeOff = false;
    }

    /** Why the render failed; empty when it did not. */
    Optional<String> failure(int exitCode) throws IOException {
        List<String> reasons = new ArrayList<>();
        var missing = new TreeSet<>(request.frames());
        missing.removeAll(done);
        if (!missing.isEmpty()) {
            reasons.add("Blender did not save frame " + ranges(missing));
        } else if (request.renders() && done.isEmpty() && files.isEmpty()) {
            reasons.add("Blender saved no frame");
        } else if (request.frames().isEmpty() && brokeOff) {
            reasons.add("Blender broke off with an error");
        }
        for (String file : files) {
            if (isBroken(file)) {
                reasons.add(file + " is not a whole image");
            }
        }
        if (exitCode != 0) {
            reasons.add("Blender exited with " + exitCode);
        }
        if (reasons.isEmpty()) {
            return Optional.empty();
        }
        String said = errors.isEmpty() ? "" : "; it said:\n" + String.join("\n", errors);
        return Optional.of(String.join("; ", reasons) + said);
    }

    /** Only what can be looked at is: Blender may name files relative to folders that it alone knows. */
    private static boolean isBroken(String file) throws IOException {
        try {
            return Path.of(file).isAbsolute() && !ImageFile.isWhole(Path.of(file));
        } catch (InvalidPathException notOurs) {
            return false;
        }
    }

    /** As people write them: {@code 1-3,7}. */
    static String ranges(Collection<Integer> sortedFrames) {
        var ranges = new StringJoiner(",");
        List<Integer> frames = List.copyOf(sortedFrames);
        for (int i = 0; i < frames.size(); i++) {
            int first = frames.get(i);
            while (i + 1 < frames.size() && frames.get(i + 1) == frames.get(i) + 1) {
                i++;
            }
            ranges.add(first == frames.get(i) ? String.valueOf(first) : first + "-" + frames.get(i));
        }
        return ranges.toString();
    }
}
