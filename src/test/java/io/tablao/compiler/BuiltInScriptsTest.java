// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tablao.model.TaskCommand;
import io.tablao.model.TaskDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Same settings in, same tasks out, as Flamenco's users know them. */
class BuiltInScriptsTest {

    private static final TrialCompiler COMPILER = TrialCompiler.usual();

    private static final String RENDER = """
            {"frames": "1-4, 6..8", "chunk_size": 3, "render_output_root": "/frames", "add_path_components": 0,
             "render_output_path": "/frames/{project}/{timestamp}/######", "blendfile": "/shots/scene.flamenco.blend",
             "fps": 24, "format": "PNG", "image_file_extension": ".png", "has_previews": false}
            """;

    @AfterAll
    static void close() {
        COMPILER.close();
    }

    @Test
    void areAllScriptsThatLieInTheirFolder() throws IOException {
        try (var files = Files.list(Path.of("compilers"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".js")))
                    .containsExactlyInAnyOrderElementsOf(ScriptShelf.BUILT_IN);
        }
        assertThat(COMPILER.types.problems()).isEmpty();
        assertThat(COMPILER.types.all())
                .extracting(JobType::name)
                .containsExactly("echo-sleep-test", "simple-blender-render", "single-image-render");
    }

    @Test
    void echoSleepTestSaysSomethingThenSleeps() {
        TrialCompiler.Made job = authored(
                "echo-sleep-test", "{\"message\": \"hello\", \"sleep_duration_seconds\": 0, \"sleep_repeats\": 2}");

        assertThat(job.tasks())
                .extracting(TaskDefinition::name, TaskDefinition::type, TaskDefinition::dependencies)
                .containsExactly(
                        tuple("echo", "misc", List.of()),
                        tuple("sleep", "misc", List.of(0)),
                        tuple("sleep", "misc", List.of(0)));
        assertThatJson(parameters(job, 0, "echo")).isEqualTo("{message: 'hello'}");
        assertThatJson(parameters(job, 1, "sleep")).isEqualTo("{duration_in_seconds: 0}");
    }

    @Test
    void defaultsAreFilledIn() {
        TrialCompiler.Made job = authored("echo-sleep-test", "{\"message\": \"\"}");

        assertThat(job.tasks()).hasSize(2);
        assertThatJson(job.rest().settings().text())
                .isEqualTo("{message: '', sleep_duration_seconds: 1, sleep_repeats: 1}");
    }

    @Test
    void simpleBlenderRenderRendersChunksAndMakesVideo() {
        TrialCompiler.Made job = authored("simple-blender-render", RENDER);

        String folder = "/frames/{project}/" + localTime(TrialCompiler.CREATED);
        assertThat(job.tasks())
                .extracting(TaskDefinition::name)
                .containsExactly("render-1-3", "render-4,6,7", "render-8", "preview-video");
        assertThat(job.tasks())
                .extracting(TaskDefinition::type)
                .containsExactly("blender", "blender", "blender", "ffmpeg");
        assertThat(job.tasks())
                .extracting(TaskDefinition::dependencies)
                .containsExactly(List.of(), List.of(), List.of(), List.of(0, 1, 2));
        assertThat(job.tasks()).extracting(TaskDefinition::totalSteps).containsExactly(3, 3, 1, 1);
        assertThatJson(parameters(job, 1, "blender-render")).isEqualTo("""
                        {exe: '{blender}', exeArgs: '{blenderArgs}', argsBefore: [],
                         blendfile: '/shots/scene.flamenco.blend',
                         args: ['--python-expr',
                                'import bpy; render = bpy.context.scene.render; render.use_file_extension = True; render.use_overwrite = False; render.use_placeholder = False',
                                '--render-output', '%s/######', '--render-format', 'PNG', '--render-frame', '4,6,7']}
                        """.formatted(folder));
        assertThatJson(parameters(job, 0, "blender-render")).inPath("args[7]").isEqualTo("\"1..3\"");
        assertThatJson(parameters(job, 3, "frames-to-video")).isEqualTo("""
                        {exe: 'ffmpeg', fps: 24, inputGlob: '%1$s/*.png', outputFile: '%1$s/scene-1-8.mp4',
                         args: ['-c:v', 'h264', '-crf', '20', '-g', '18', '-vf', 'pad=ceil(iw/2)*2:ceil(ih/2)*2',
                                '-pix_fmt', 'yuv420p', '-r', '24', '-y']}
                        """.formatted(folder));
        assertThatJson(job.rest().settings().text())
                .inPath("render_output_path")
                .isEqualTo('"' + folder + "/######\"");
    }

    @Test
    void rendersTheSceneThatIsAskedFor() {
        TrialCompiler.Made job =
                authored("simple-blender-render", RENDER.replace("\"fps\"", "\"scene\": \"Shot 2\", \"fps\""));

        assertThatJson(parameters(job, 0, "blender-render")).inPath("args[0]").isEqualTo("--scene");
        assertThatJson(parameters(job, 0, "blender-render")).inPath("args[1]").isEqualTo("Shot 2");
    }

    @Test
    void keepsWindowsPathsOfTheBlendFile() {
        TrialCompiler.Made job = authored(
                "simple-blender-render",
                RENDER.replace("/shots/scene.flamenco.blend", "S:\\\\shots\\\\scene.blend")
                        .replace("/frames/{project}/{timestamp}/######", "S:\\\\frames\\\\######"));

        assertThatJson(parameters(job, 0, "blender-render"))
                .inPath("blendfile")
                .isString()
                .isEqualTo("S:\\shots\\scene.blend");
        assertThatJson(parameters(job, 0, "blender-render")).inPath("args[3]").isEqualTo("S:/frames/######");
        assertThatJson(parameters(job, 3, "frames-to-video"))
                .inPath("outputFile")
                .isEqualTo("S:/frames/scene-1-8.mp4");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "1-10       | 1-10",
                "47         | 47",
                "1..10      | 1..10",
                "1, 5, 9    | 1-9",
                "1-5,20..25 | 1-25",
                "1,5-9      | 1-9",
            })
    void namesTheVideoAfterTheFrames(String frames, String inName) {
        TrialCompiler.Made job = authored("simple-blender-render", RENDER.replace("1-4, 6..8", frames));

        assertThatJson(parameters(job, job.tasks().size() - 1, "frames-to-video"))
                .inPath("outputFile")
                .asString()
                .endsWith("/scene-" + inName + ".mp4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EXR", "MULTILAYER", "OPEN_EXR", "OPEN_EXR_MULTILAYER"})
    void makesTheVideoOfPreviewsWhereFramesAreNotPictures(String format) {
        String exr = RENDER.replace("\"PNG\"", '"' + format + '"').replace(".png", ".exr");

        assertThat(authored("simple-blender-render", exr).tasks()).hasSize(3);
        TrialCompiler.Made previewed =
                authored("simple-blender-render", exr.replace("\"has_previews\": false", "\"has_previews\": true"));
        assertThatJson(parameters(previewed, 3, "frames-to-video"))
                .inPath("inputGlob")
                .asString()
                .endsWith("/*.jpg");
    }

    @Test
    void makesNoVideoWithoutFrameRate() {
        assertThat(authored("simple-blender-render", RENDER.replace("\"fps\": 24,", ""))
                        .tasks())
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FFMPEG", "AVI_RAW", "AVI_JPEG"})
    void refusesToRenderVideos(String format) {
        assertThat(refusal("simple-blender-render", RENDER.replace("PNG", format)))
                .contains('"' + format + '"');
    }

    @Test
    void refusesJobsWithoutOutputPath() {
        assertThat(refusal("simple-blender-render", RENDER.replace("render_output_path", "other")))
                .isEqualTo("The setting render_output_path is missing");
    }

    @Test
    void refusesSettingsOfTheWrongKindBeforeTheScriptRuns() {
        assertThat(refusal("simple-blender-render", "{\"chunk_size\": 1.5, \"format\": 3}"))
                .contains("\"frames\" is required")
                .contains("\"chunk_size\" must be a whole number")
                .contains("\"format\" must be a text");
    }

    @Test
    void refusesUnknownJobTypes() {
        assertThat(refusal("simple-render", "{}"))
                .isEqualTo("There is no job type \"simple-render\"; there are: echo-sleep-test, simple-blender-render,"
                        + " single-image-render");
    }

    @Test
    void compilesTenThousandTasks() {
        TrialCompiler.Made job = authored("echo-sleep-test", "{\"message\": \"many\", \"sleep_repeats\": 9999}");

        assertThat(job.tasks()).hasSize(10_000);
    }

    private static String parameters(TrialCompiler.Made job, int task, String command) {
        List<TaskCommand> commands = job.tasks().get(task).commands();
        assertThat(commands).extracting(TaskCommand::name).containsExactly(command);
        return commands.get(0).parameters().text();
    }

    private static TrialCompiler.Made authored(String type, String settings) {
        return COMPILER.made(type, settings);
    }

    private static String refusal(String type, String settings) {
        return COMPILER.refusal(type, settings);
    }

    private static String localTime(Instant instant) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd_HHmmss")
                .withZone(ZoneId.systemDefault())
                .format(instant);
    }
}
