// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a worker of somebody else does for a render: the commands of the built-in job type, with real programs. */
final class RenderCommands implements HttpWorker.Commands {

    private static final Pattern SAVED = Pattern.compile("Saved: '(.+)'");

    @Override
    public void run(JsonNode command, Course course) throws IOException, InterruptedException {
        JsonNode parameters = command.path("parameters");
        switch (command.path("name").asText()) {
            case "blender-render" -> {
                List<String> line = words(parameters, "exe", "exeArgs", "argsBefore", "blendfile", "args");
                program(line, course);
            }
            case "frames-to-video" -> makeVideo(parameters, course);
            default -> throw new IOException("There is no such command");
        }
    }

    private static void makeVideo(JsonNode parameters, Course course) throws IOException, InterruptedException {
        Path glob = Path.of(parameters.path("inputGlob").asText());
        Path output = Path.of(parameters.path("outputFile").asText());
        Files.createDirectories(output.getParent());
        Path list = output.resolveSibling("frames.txt");
        var matcher = glob.getFileSystem().getPathMatcher("glob:" + glob.getFileName());
        try (Stream<Path> files = Files.list(glob.getParent())) {
            List<String> frames = files.filter(file -> matcher.matches(file.getFileName()))
                    .sorted()
                    .map(file -> "file '" + file + "'")
                    .toList();
            Files.write(list, frames);
        }
        List<String> line = words(parameters, "exe", "exeArgs", "argsBefore");
        line.addAll(List.of(
                "-f", "concat", "-safe", "0", "-r", parameters.path("fps").asText(), "-i", list.toString()));
        line.addAll(words(parameters, "args"));
        line.add(output.toString());
        program(line, course);
    }

    /** A text of several is split at blanks: none of the test's own has any in it. */
    private static List<String> words(JsonNode parameters, String... names) {
        List<String> words = new ArrayList<>();
        for (String name : names) {
            JsonNode value = parameters.path(name);
            if (value.isArray()) {
                value.forEach(each -> words.add(each.asText()));
            } else if (name.equals("exeArgs")) {
                words.addAll(Stream.of(value.asText().split(" ", -1))
                        .filter(word -> !word.isEmpty())
                        .toList());
            } else if (!value.isMissingNode()) {
                words.add(value.asText());
            }
        }
        return words;
    }

    private static void program(List<String> line, Course course) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String said = output.readLine(); said != null; said = output.readLine()) {
                course.log(said);
                Matcher saved = SAVED.matcher(said);
                if (saved.find()) {
                    course.output(Path.of(saved.group(1)));
                }
            }
            if (process.waitFor() != 0) {
                throw new IOException(line.getFirst() + " exited with " + process.exitValue());
            }
        } finally {
            process.destroyForcibly();
        }
    }
}
