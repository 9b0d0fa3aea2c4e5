// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.model.TaskDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scripts in the manners of those who write for Flamenco run as they are. */
class CommunityScriptsTest {

    private static final Path FOLDER = Path.of("src/test/resources/community");
    private static final TrialCompiler COMPILER = TrialCompiler.usual();

    @AfterAll
    static void close() {
        COMPILER.close();
    }

    @Test
    void aClassThatDoesItAll() throws IOException {
        var made = compiled("turntable");

        assertThat(names(made)).containsExactly("make folder", "50% 1-8", "50% 9,10", "100% 1-8", "100% 9,10");
        assertThat(made.tasks()).extracting(TaskDefinition::priority).containsExactly(50, 60, 60, 50, 50);
        assertThat(dependencies(made)).containsExactly(List.of(), List.of(0), List.of(0), List.of(0), List.of(0));
        assertThat(made.tasks().get(1).totalSteps()).isEqualTo(8);
        assertThat(parameters(made, 2))
                .contains("\"blendfile\":\"C:\\\\assets\\\\Robot_v012.blend\"")
                .contains("cycles.samples = 32")
                .containsPattern("\"//NAS/turntables/robot/v012/\\d{4}-\\d\\d-\\d\\d_\\d{6}/50/######\"");
        assertThat(made.rest().settings().text()).contains("\"asset\":\"Robot\"");
        assertThat(made.rest().metadata()).containsEntry("turntable.samples", "32");
        assertThat(made.rest().log()).containsExactly("Compiling job of {\"frames\":\"1-10\"}", "Turntables are large");
    }

    @Test
    void prototypesAndTasksThatWaitForLaterOnes() throws IOException {
        var made = compiled("cycles_denoise");

        assertThat(names(made))
                .containsExactly("video #1", "render 1,2 #2", "denoise 1,2 #3", "render 3,7 #4", "denoise 3,7 #5");
        assertThat(dependencies(made)).containsExactly(List.of(2, 4), List.of(), List.of(1), List.of(), List.of(3));
        assertThat(parameters(made, 1))
                .contains(
                        "\"/shots/sh 010/Größe.blend\",\"-t\",\"4\",\"--python-expr\",\"print(\\\"hi\\\")\",\"-f\",\"1,2\"");
        assertThat(made.rest().settings().text())
                .containsPattern("\"render_output_path\":\"/render/\\d{4}-\\d\\d-\\d\\d/\\$shot/######\"")
                .doesNotContain("extra_args");
    }

    @Test
    void chainsOfTasksAndFunctions() throws IOException {
        var made = compiled("simulation_bake");

        assertThat(names(made))
                .containsExactly(
                        "bake dust",
                        "bake Feuer & Glut",
                        "bake smoke",
                        "Feuer & Glut 1/2",
                        "Feuer & Glut 2/2",
                        "smoke 1/2",
                        "smoke 2/2");
        assertThat(dependencies(made))
                .containsExactly(List.of(), List.of(0), List.of(1), List.of(1), List.of(1), List.of(2), List.of(2));
        assertThat(parameters(made, 3))
                .isEqualTo(
                        "{\"message\":\"would render 1-50\",\"nested\":{\"list\":[{\"chunk\":\"1-50\"}],\"nothing\":null}}");
        assertThat(parameters(made, 1)).contains("Z:/cache/Feuer_Glut");
        assertThat(made.rest().metadata())
                .containsEntry("bake_Feuer_Glut", "1-60")
                .containsEntry("bake_dust", "none");
        assertThat(made.rest().settings().text()).contains("\"ignored\":\"studio_key\",\"layer_count\":3");
    }

    @Test
    void pathsOfAllPlatforms() throws IOException {
        var made = compiled("file_wrangler");

        assertThat(names(made))
                .containsExactly("copy a.exr (C:/frames)", "copy b.tar.gz (//NAS/frames)", "copy c.png", "run");
        assertThat(dependencies(made)).containsExactly(List.of(), List.of(0), List.of(0), List.of(0, 1, 2));
        assertThat(parameters(made, 1))
                .isEqualTo("{\"src\":\"\\\\\\\\NAS\\\\frames\\\\b.tar.gz\",\"dest\":\"//NAS/done/b.tar.gz\"}");
        assertThat(parameters(made, 3)).contains("\"--label\",\"two words\",\"a b\"");
        assertThat(made.rest().metadata()).containsEntry("urgent", "no");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "turntable       | {\"blendfile\": \"/a/robot.blend\", \"output\": \"/o\"} | \"robot.blend\" is not named asset_v001.blend",
                "turntable       | {\"blendfile\": \"/a/r_v001.blend\", \"output\": \"/o\", \"resolutions\": \"half\"} | RangeError: Not a resolution: half (test.js, line ",
                "turntable       | {\"blendfile\": \"/a/r_v001.blend\", \"output\": \"/o\", \"quality\": \"Best\"} | Setting \"quality\" must be one of Draft, Final, not \"Best\"",
                "simulation_bake | {\"blendfile\": \"/a\", \"cache\": \"/c\", \"layers\": \"{\"} | The layers are not JSON: ",
                "file_wrangler   | {\"sources\": \" ; \", \"destination\": \"/d\"} | Nothing to do: give at least one source",
                "file_wrangler   | {\"sources\": \"/a/x.png;/b/x.png\", \"destination\": \"/d\"} | Two sources are called x",
            })
    void refusesWithItsAuthorsWords(String script, String settings, String sentence) throws IOException {
        assertThat(COMPILER.failed(Files.readString(FOLDER.resolve(script + ".js")), settings)
                        .sentence())
                .startsWith(sentence);
    }

    private static TrialCompiler.Made compiled(String script) throws IOException {
        return COMPILER.tried(
                Files.readString(FOLDER.resolve(script + ".js")), Files.readString(FOLDER.resolve(script + ".json")));
    }

    private static List<String> names(TrialCompiler.Made made) {
        return made.tasks().stream().map(TaskDefinition::name).toList();
    }

    private static List<List<Integer>> dependencies(TrialCompiler.Made made) {
        return made.tasks().stream().map(TaskDefinition::dependencies).toList();
    }

    private static String parameters(TrialCompiler.Made made, int task) {
        return made.tasks().get(task).commands().getFirst().parameters().text();
    }
}
