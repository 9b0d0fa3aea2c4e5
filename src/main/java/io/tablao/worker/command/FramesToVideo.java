// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code frames-to-video}: makes a video of the images that a pattern finds, each shown once, by FFmpeg.
 *
 * <p>The video is written beside its place and moved there when it is whole; one that is there already is replaced, so that
 * the command can be run again.
 */
record FramesToVideo(
        String exe,
        List<String> exeArgs,
        List<String> argsBefore,
        double fps,
        String inputGlob,
        Path outputFile,
        List<String> args)
        implements CommandRunner {

    private static final Pattern PROGRESS = Pattern.compile("^frame=\\s*(\\d{1,9})\\b");

    static FramesToVideo of(Parameters parameters) throws CommandFailed {
        return new FramesToVideo(
                parameters.nonBlank("exe"),
                parameters.shellWords("exeArgs"),
                parameters.words("argsBefore"),
                parameters.positive("fps"),
                parameters.nonBlank("inputGlob"),
                parameters.path("outputFile"),
                parameters.words("args"));
    }

    @Override
    public void run(CommandContext context) throws CommandFailed, IOException, InterruptedException {
        List<Path> frames = frames();
        context.log(frames.size() + " frames, from " + frames.getFirst() + " to " + frames.getLast());
        Path output = outputFile.toAbsolutePath();
        MakeDirectory.above(output);
        // FFmpeg goes by the extension, so it stays the last.
        String unique = "." + UUID.randomUUID() + ".part.";
        Path partial = output.resolveSibling("." + output.getFileName() + unique + ImageFile.extension(output));
        Path list = output.resolveSibling("." + output.getFileName() + unique + "txt");
        try {
            Files.writeString(list, concatList(frames));
            new Program(exe, "FFmpeg was not found as '" + exe + "': install it on this worker")
                    .run(commandLine(list, partial), context, line -> readProgress(line, context));
            if (!Files.exists(partial) || Files.size(partial) == 0) {
                throw new CommandFailed("FFmpeg wrote nothing to " + outputFile);
            }
            Files.move(partial, output, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
            Files.deleteIfExists(list);
        }
        context.log("Wrote " + outputFile);
    }

    /** FFmpeg would leave out a broken frame and report success. */
    private List<Path> frames() throws CommandFailed, IOException {
        List<Path> frames = FrameGlob.find(inputGlob);
        if (frames.isEmpty()) {
            throw new CommandFailed("no frames were found: nothing matches " + inputGlob);
        }
        for (Path frame : frames) {
            if (!ImageFile.isWhole(frame)) {
                throw new CommandFailed("frame " + frame + " is not a whole image");
            }
        }
        return frames;
    }

    /** The rate stands before the list: there it gives each image its time, and each is shown once, the last one too. */
    private List<String> commandLine(Path list, Path partial) {
        List<String> commandLine = new ArrayList<>(exeArgs);
        commandLine.addAll(argsBefore);
        commandLine.addAll(List.of("-hide_banner", "-nostdin", "-xerror"));
        commandLine.addAll(List.of("-f", "concat", "-safe", "0", "-r", String.valueOf(fps), "-i", list.toString()));
        commandLine.addAll(args);
        commandLine.add(partial.toString());
        return commandLine;
    }

    private static String concatList(List<Path> frames) throws CommandFailed {
        var list = new StringBuilder("ffconcat version 1.0\n");
        for (Path frame : frames) {
            String name = frame.toString().replace('\\', '/');
            if (name.indexOf('\n') >= 0) {
                throw new CommandFailed("FFmpeg cannot read a file whose name has a line break: " + name);
            }
            list.append("file '").append(name.replace("'", "'\\''")).append("'\n");
        }
        return list.toString();
    }

    private static void readProgress(String line, CommandContext context) {
        Matcher progress = PROGRESS.matcher(line);
        if (progress.find()) {
            context.steps(Integer.parseInt(progress.group(1)));
        }
    }
}
