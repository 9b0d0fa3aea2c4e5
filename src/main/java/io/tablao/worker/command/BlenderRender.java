// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * {@code blender-render}: runs Blender, tells of every frame that it saves, and believes a frame only when it has seen it.
 *
 * <p>Frames that exist already are Blender's to skip, so that a chunk can be taken up where it was left; broken ones, left
 * by a render that was killed, are removed first.
 */
record BlenderRender(
        String exe, List<String> exeArgs, List<String> argsBefore, Optional<String> blendfile, List<String> args)
        implements CommandRunner {

    private static final Logger LOG = Logger.getLogger(BlenderRender.class);

    static BlenderRender of(Parameters parameters) throws CommandFailed {
        return new BlenderRender(
                parameters.nonBlank("exe"),
                parameters.shellWords("exeArgs"),
                parameters.words("argsBefore"),
                parameters.optionalText("blendfile"),
                parameters.words("args"));
    }

    @Override
    public void run(CommandContext context) throws CommandFailed, IOException, InterruptedException {
        List<String> commandLine = commandLine();
        RenderRequest request = RenderRequest.of(commandLine, blendfile.flatMap(BlenderRender::pathOf));
        removeBroken(request, context);
        var frames = new RenderedFrames(request);
        int exitCode = Blender.program(exe).exitCode(commandLine, context, line -> {
            BlenderLine read = BlenderLine.of(line);
            frames.note(read);
            tell(read, context);
        });
        Optional<String> failure = frames.failure(exitCode);
        if (failure.isPresent()) {
            throw new CommandFailed(failure.get());
        }
    }

    private List<String> commandLine() {
        List<String> commandLine = new ArrayList<>(exeArgs);
        commandLine.addAll(argsBefore);
        blendfile.ifPresent(commandLine::add);
        commandLine.addAll(args);
        return commandLine;
    }

    private static void removeBroken(RenderRequest request, CommandContext context) throws IOException {
        for (Path file : request.files().existing(request.frames())) {
            if (!ImageFile.isWhole(file)) {
                context.log("Removing " + file + ", which is not a whole image, so that it is rendered anew");
                Files.delete(file);
            }
        }
    }

    private static void tell(BlenderLine line, CommandContext context) {
        switch (line) {
            case BlenderLine.Saved saved ->
                pathOf(saved.file()).filter(Path::isAbsolute).ifPresent(context::output);
            case BlenderLine.Skipped skipped -> context.step();
            case BlenderLine.Timed timed -> context.step();
            case BlenderLine.Appended appended -> {}
            case BlenderLine.Complaint error -> {}
            case BlenderLine.Other other -> {}
        }
    }

    private static Optional<Path> pathOf(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException notOurs) {
            LOG.debugf(notOurs, "Not a path on this platform: %s", text);
            return Optional.empty();
        }
    }
}
