// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Blender command line asks to be rendered, read by Blender's own rules.
 *
 * @param renders whether frames are asked for at all, rather than, say, a script to be run
 * @param frames those asked for; empty when none are, or when only Blender knows them (an animation, frames relative to its
 *     start or end)
 * @param files how their files are named
 */
record RenderRequest(boolean renders, NavigableSet<Integer> frames, FrameFiles files) {

    private static final Pattern FRAMES = Pattern.compile("(\\d+)(?:\\.\\.(\\d+))?");

    /** More than anybody renders in one task; a slip of the keyboard is not to fill the memory. */
    private static final int MAX_FRAMES = 1_000_000;

    /** Options whose value may look like an option. */
    private static final Set<String> WITH_VALUE = Set.of(
            "--python-expr",
            "--python",
            "-P",
            "--python-text",
            "--scene",
            "-S",
            "--engine",
            "-E",
            "--threads",
            "-t",
            "--frame-start",
            "-s",
            "--frame-end",
            "-e",
            "--frame-jump",
            "-j",
            "--render-format",
            "-F",
            "--log",
            "--addons",
            "--cycles-device",
            "--python-exit-code",
            "--use-extension",
            "-x");

    /** @param blendfile against which a path that starts with {@code //} is resolved */
    static RenderRequest of(List<String> args, Optional<Path> blendfile) {
        boolean renders = false;
        boolean allKnown = true;
        Optional<String> output = Optional.empty();
        NavigableSet<Integer> frames = new TreeSet<>();
        for (int i = 0; i < args.size() && !args.get(i).equals("--"); i++) {
            String value = i + 1 < args.size() ? args.get(i + 1) : "";
            switch (args.get(i)) {
                case "-f", "--render-frame" -> {
                    renders = true;
                    allKnown &= addFrames(value, frames);
                    i++;
                }
                case "-a", "--render-anim" -> {
                    renders = true;
                    allKnown = false;
                }
                case "-o", "--render-output" -> {
                    output = Optional.of(value);
                    i++;
                }
                default -> i += WITH_VALUE.contains(args.get(i)) ? 1 : 0;
            }
        }
        return new RenderRequest(renders, allKnown ? frames : new TreeSet<>(), FrameFiles.of(output, blendfile));
    }

    /** @return whether all frames of the text are known; a sign makes one relative to the scene's start or end */
    private static boolean addFrames(String text, NavigableSet<Integer> frames) {
        for (String part : text.split(",", -1)) {
            Matcher range = FRAMES.matcher(part.strip());
            if (!range.matches() || part.length() > 20) {
                return false;
            }
            long first = Long.parseLong(range.group(1));
            long last = range.group(2) == null ? first : Long.parseLong(range.group(2));
            if (last > Integer.MAX_VALUE || last - first >= MAX_FRAMES) {
                return false;
            }
            for (long frame = first; frame <= last; frame++) {
                frames.add((int) frame);
            }
        }
        return true;
    }
}
