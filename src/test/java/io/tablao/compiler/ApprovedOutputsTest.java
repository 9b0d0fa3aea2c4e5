// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tablao.model.TaskCommand;
import io.tablao.model.TaskDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the built-in job types make of many kinds of settings, as somebody has read and approved it: one text for each, in {@code
 * src/test/resources/approved}. Renewed with {@code -Dapproved.write=true}; the difference is then to be read.
 */
class ApprovedOutputsTest {

    private static final Path FOLDER = Path.of("src/test/resources/approved");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .build();
    private static final String RENDER = """
            {frames: '1-10', chunk_size: 3, render_output_root: '/render', add_path_components: 0,
             render_output_path: '/render/shot/{timestamp}/######', blendfile: '/shots/shot.flamenco.blend',
             fps: 24, format: 'PNG', image_file_extension: '.png', has_previews: false}
            """;
    private static final String SINGLE = """
            {frame: 12, tile_size_x: 960, tile_size_y: 540, render_output_root: '/render',
             render_output_path: '/render/still/{timestamp}/######', blendfile: '/shots/still.blend',
             format: 'PNG', image_file_extension: '.png', resolution_x: 1920, resolution_y: 1080}
            """;

    private static final TrialCompiler COMPILER = TrialCompiler.usual();

    @AfterAll
    static void close() {
        COMPILER.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cases")
    void isAsApproved(String type, String name, String base, String changes) throws IOException {
        ObjectNode settings = (ObjectNode) JSON.readTree(base);
        JSON.readTree(changes).properties().forEach(change -> {
            if (change.getValue().isNull()) {
                settings.remove(change.getKey());
            } else {
                settings.set(change.getKey(), change.getValue());
            }
        });

        String text = text(COMPILER.outcome(type, settings.toString()));

        Path approved = FOLDER.resolve(type).resolve(name.replace(' ', '-') + ".txt");
        if (Boolean.getBoolean("approved.write")) {
            Files.createDirectories(approved.getParent());
            Files.writeString(approved, text);
        }
        assertThat(approved).exists();
        assertThat(text).isEqualTo(Files.readString(approved));
    }

    static Stream<Arguments> cases() {
        String echo = "{message: 'hello'}";
        return Stream.of(
                row("echo-sleep-test", "only a message", echo, "{}"),
                row("echo-sleep-test", "empty message", echo, "{message: ''}"),
                row("echo-sleep-test", "no message", echo, "{message: null}"),
                row("echo-sleep-test", "several sleeps", echo, "{sleep_repeats: 4}"),
                row("echo-sleep-test", "no sleeps", echo, "{sleep_repeats: 0}"),
                row("echo-sleep-test", "long sleep", echo, "{sleep_duration_seconds: 3600}"),
                row("echo-sleep-test", "no duration", echo, "{sleep_duration_seconds: 0}"),
                row("echo-sleep-test", "non-ASCII message", echo, "{message: 'héllo 世界 🎬 \"quoted\"'}"),
                row("echo-sleep-test", "several lines", echo, "{message: 'one\\ntwo'}"),
                row("echo-sleep-test", "half a sleep", echo, "{sleep_duration_seconds: 0.5}"),
                row("echo-sleep-test", "too many sleeps to count", echo, "{sleep_repeats: 3000000000}"),
                row("echo-sleep-test", "a number as message", echo, "{message: 7}"),
                row(
                        "echo-sleep-test",
                        "everything wrong",
                        echo,
                        "{message: 7, sleep_repeats: 'x', sleep_duration_seconds: true}"),
                row("simple-blender-render", "PNG", RENDER, "{}"),
                row("simple-blender-render", "single frames", RENDER, "{frames: '5-7', chunk_size: 1}"),
                row("simple-blender-render", "one frame", RENDER, "{frames: '42'}"),
                row(
                        "simple-blender-render",
                        "comma ranges",
                        RENDER,
                        "{frames: '1..10, 20-25, 40, 3..8', chunk_size: 4}"),
                row("simple-blender-render", "one large chunk", RENDER, "{chunk_size: 100}"),
                row("simple-blender-render", "scene", RENDER, "{scene: 'Szene Über'}"),
                row("simple-blender-render", "empty scene", RENDER, "{scene: ''}"),
                row("simple-blender-render", "without fps", RENDER, "{fps: null}"),
                row("simple-blender-render", "uneven fps", RENDER, "{fps: 23.976}"),
                row(
                        "simple-blender-render",
                        "EXR without previews",
                        RENDER,
                        "{format: 'OPEN_EXR', image_file_extension: '.exr'}"),
                row(
                        "simple-blender-render",
                        "EXR with previews",
                        RENDER,
                        "{format: 'OPEN_EXR', image_file_extension: '.exr', has_previews: true}"),
                row(
                        "simple-blender-render",
                        "multilayer with previews",
                        RENDER,
                        "{format: 'OPEN_EXR_MULTILAYER', image_file_extension: '.exr', has_previews: true}"),
                row(
                        "simple-blender-render",
                        "Windows paths",
                        RENDER,
                        "{blendfile: 'C:\\\\shots\\\\shot.blend', render_output_root: 'R:\\\\out', render_output_path: 'R:\\\\out\\\\shot\\\\{timestamp}\\\\######'}"),
                row(
                        "simple-blender-render",
                        "UNC paths",
                        RENDER,
                        "{blendfile: '\\\\\\\\SERVER\\\\shots\\\\shot.blend', render_output_path: '\\\\\\\\SERVER\\\\out\\\\######'}"),
                row(
                        "simple-blender-render",
                        "non-ASCII names",
                        RENDER,
                        "{blendfile: '/проект/сцена é.flamenco.blend', render_output_path: '/出力/ショット/######'}"),
                row(
                        "simple-blender-render",
                        "variables in paths",
                        RENDER,
                        "{blendfile: '{jobs}/shot.blend', render_output_path: '{render}/shot/######'}"),
                row("simple-blender-render", "video format", RENDER, "{format: 'FFMPEG'}"),
                row("simple-blender-render", "no output path", RENDER, "{render_output_path: null}"),
                row("simple-blender-render", "malformed frames", RENDER, "{frames: '1 10'}"),
                row("simple-blender-render", "no chunk size", RENDER, "{chunk_size: 0}"),
                row("single-image-render", "four tiles", SINGLE, "{}"),
                row("single-image-render", "tiles that do not fit", SINGLE, "{tile_size_x: 1000, tile_size_y: 1000}"),
                row("single-image-render", "one tile", SINGLE, "{tile_size_x: 4000, tile_size_y: 4000}"),
                row(
                        "single-image-render",
                        "usual tiles",
                        SINGLE,
                        "{tile_size_x: null, tile_size_y: null, resolution_x: 1024, resolution_y: 512}"),
                row("single-image-render", "EXR", SINGLE, "{format: 'OPEN_EXR', image_file_extension: '.exr'}"),
                row("single-image-render", "JPEG", SINGLE, "{format: 'JPEG', image_file_extension: '.jpg'}"),
                row(
                        "single-image-render",
                        "multilayer",
                        SINGLE,
                        "{format: 'OPEN_EXR_MULTILAYER', image_file_extension: '.exr'}"),
                row(
                        "single-image-render",
                        "Windows paths",
                        SINGLE,
                        "{blendfile: 'C:\\\\still.blend', render_output_path: 'R:\\\\out\\\\{timestamp}\\\\######', tile_size_x: 1920, tile_size_y: 1080}"),
                row(
                        "single-image-render",
                        "non-ASCII names",
                        SINGLE,
                        "{blendfile: '/проект/кадр.blend', render_output_path: '/出力/####', tile_size_x: 1920, tile_size_y: 1080}"),
                row(
                        "single-image-render",
                        "path without hashes",
                        SINGLE,
                        "{render_output_path: '/render/still-', tile_size_x: 1920, tile_size_y: 1080}"),
                row(
                        "single-image-render",
                        "negative frame",
                        SINGLE,
                        "{frame: -3, tile_size_x: 1920, tile_size_y: 1080}"),
                row("single-image-render", "scaled", SINGLE, "{resolution_scale: 50}"),
                row("single-image-render", "no size", SINGLE, "{tile_size_x: 0}"),
                row(
                        "single-image-render",
                        "scene",
                        SINGLE,
                        "{scene: 'Close up', tile_size_x: 1920, tile_size_y: 1080}"));
    }

    private static Arguments row(String type, String name, String base, String changes) {
        return Arguments.of(type, name, base, changes);
    }

    private static String text(TrialCompiler.Outcome outcome) throws IOException {
        if (outcome.compilation() instanceof CompilationFailure failure) {
            return "Refused: " + failure.sentence() + "\n";
        }
        StringBuilder text = new StringBuilder();
        for (TaskDefinition task : outcome.tasks()) {
            text.append(task.name())
                    .append("  (")
                    .append(task.type())
                    .append(", ")
                    .append(task.totalSteps())
                    .append(task.totalSteps() == 1 ? " step" : " steps");
            if (!task.dependencies().isEmpty()) {
                text.append(", waits for ").append(task.dependencies());
            }
            text.append(")\n");
            for (TaskCommand command : task.commands()) {
                text.append("  ").append(command.name()).append('\n');
                for (var parameter : JSON.readTree(command.parameters().text()).properties()) {
                    text.append("    ").append(parameter.getKey()).append(": ");
                    write(parameter.getValue(), text);
                }
            }
        }
        JsonNode settings =
                JSON.readTree(((AuthoredJob) outcome.compilation()).settings().text());
        text.append("Settings: ").append(settings).append('\n');
        return text.toString();
    }

    /** Lists and texts of several lines, a line each. */
    private static void write(JsonNode value, StringBuilder text) {
        if (value.isArray()) {
            text.append('\n');
            for (JsonNode each : value) {
                text.append("      - ");
                write(each, text);
            }
        } else if (value.isTextual() && value.textValue().contains("\n")) {
            text.append('\n');
            value.textValue()
                    .lines()
                    .forEach(line -> text.append("        ").append(line).append('\n'));
        } else {
            text.append(value).append('\n');
        }
    }
}
