// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import static io.tablao.worker.command.Recorder.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tablao.model.Platform;
import io.tablao.model.Variables;
import io.tablao.variables.JsonVariables;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How commands are read; what they do has tests of its own. */
class CommandRunnerTest {

    private static final Variables VARIABLES =
            Variables.defaults(Platform.LINUX).with(Map.of("shot", "s 1"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "echo | {} | Command echo: parameter 'message' must be a text, but it is missing",
                "echo | {\"message\": 3} | Command echo: parameter 'message' must be a text, but it is 3",
                "sleep | {\"duration_in_seconds\": \"3\"} | Command sleep: parameter 'duration_in_seconds' must be a number of seconds, 0 or more, but it is \"3\"",
                "sleep | {\"duration_in_seconds\": -1} | Command sleep: parameter 'duration_in_seconds' must be a number of seconds, 0 or more, but it is -1",
                "exec | {\"exe\": \" \"} | Command exec: parameter 'exe' must be a text that is not empty, but it is \" \"",
                "exec | {\"exe\": \"a\", \"args\": \"-b\"} | Command exec: parameter 'args' must be a list of texts, but it is \"-b\"",
                "exec | {\"exe\": \"a\", \"args\": [[]]} | Command exec: parameter 'args' must be a list of texts, but it is [[]]",
                "blender-render | {\"exe\": \"b\", \"exeArgs\": \"'-b\"} | Command blender-render: parameter 'exeArgs' must be words as in a shell (a single quote is not closed), but it is \"'-b\"",
                "frames-to-video | {\"exe\": \"f\", \"fps\": 0} | Command frames-to-video: parameter 'fps' must be a number above 0, but it is 0",
                "copy-file | {\"src\": \"a\", \"dest\": \"/b\"} | Command copy-file: parameter 'src' must be an absolute path, but it is \"a\"",
                "move-directory | {\"src\": \"a\"} | Command move-directory: parameter 'dest' must be a text that is not empty, but it is missing",
                "make-directory | [] | Command make-directory: parameter 'path' must be a text that is not empty, but it is missing",
                "make-directory | nonsense | Command make-directory: its parameters are not JSON: Unrecognized token 'nonsense': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
                "frobnicate | {} | Unknown command 'frobnicate'"
            })
    void aBadParameterIsNamed(String name, String parameters, String message) {
        assertThatThrownBy(() -> CommandRunner.of(command(name, parameters), VARIABLES))
                .isInstanceOf(CommandFailed.class)
                .hasMessage(message);
    }

    @Test
    void variablesAreReplacedAsDeepAsTheyAre() throws CommandFailed {
        var runner = CommandRunner.of(command("blender-render", """
                        {"exe": "{blender}", "exeArgs": "{blenderArgs}", "argsBefore": [], "blendfile": "/{shot}/a.blend",
                         "args": ["--render-output", "/out/{shot}/{timestamp}/###", "--threads", 4]}
                        """), VARIABLES);

        assertThat(runner)
                .isEqualTo(new BlenderRender(
                        "blender",
                        List.of("-b", "-y"),
                        List.of(),
                        Optional.of("/s 1/a.blend"),
                        List.of("--render-output", "/out/s 1/{timestamp}/###", "--threads", "4")));
    }

    @Test
    void keysAreNotReplaced() throws Exception {
        var json = new ObjectMapper();

        var replaced = JsonVariables.replace(
                json.readTree("{\"{shot}\": [{\"a\": \"{shot}\"}, [\"{shot}\"], 1, null, true]}"), VARIABLES);

        assertThat(replaced).isEqualTo(json.readTree("{\"{shot}\": [{\"a\": \"s 1\"}, [\"s 1\"], 1, null, true]}"));
    }

    @Test
    void aSleepMayLastFractionsOfASecond() throws CommandFailed {
        assertThat(CommandRunner.of(command("sleep", "{\"duration_in_seconds\": 0.25}"), VARIABLES))
                .isEqualTo(new Sleep(Duration.ofMillis(250)));
    }
}
