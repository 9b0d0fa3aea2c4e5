// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.model.JsonText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsCheckTest {

    private static final JobType TYPE = type("""
            {"label": "Test", "settings": [
              {"key": "name", "type": "string", "required": true},
              {"key": "count", "type": "int32", "default": 3, "required": true},
              {"key": "speed", "type": "float"},
              {"key": "loud", "type": "bool"},
              {"key": "format", "type": "string", "choices": ["PNG", "JPEG"]}
            ]}
            """);

    @Test
    void fillsInDefaultsAndKeepsWhatItDoesNotKnow() {
        var result =
                SettingsCheck.check(TYPE, new JsonText("{\"name\": \"\", \"speed\": null, \"own\": {\"a\": [1]}}"));

        assertThatJson(((SettingsCheck.Passed) result).settings().text())
                .isEqualTo("{name: '', count: 3, own: {a: [1]}}");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "count  | 7",
                "count  | 7.0",
                "count  | -2147483648",
                "speed  | 7",
                "speed  | 23.976",
                "loud   | false",
                "format | \"JPEG\"",
            })
    void accepts(String key, String value) {
        assertThat(check(key, value)).isInstanceOf(SettingsCheck.Passed.class);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name   | 7          | Setting \"name\" must be a text, not 7",
                "count  | 7.5        | Setting \"count\" must be a whole number between -2147483648 and 2147483647, not 7.5",
                "count  | 2147483648 | Setting \"count\" must be a whole number between -2147483648 and 2147483647, not 2147483648",
                "count  | \"7\"      | Setting \"count\" must be a whole number between -2147483648 and 2147483647, not \"7\"",
                "speed  | true       | Setting \"speed\" must be a number, not true",
                "loud   | 1          | Setting \"loud\" must be true or false, not 1",
                "format | \"EXR\"    | Setting \"format\" must be one of PNG, JPEG, not \"EXR\"",
                "name   | null       | Setting \"name\" is required",
            })
    void refuses(String key, String value, String sentence) {
        assertThat(((SettingsCheck.Refused) check(key, value)).sentence()).isEqualTo(sentence);
    }

    @Test
    void tellsAllProblemsAtOnce() {
        var result = SettingsCheck.check(TYPE, new JsonText("{\"count\": \"x\", \"loud\": 3}"));

        assertThat(((SettingsCheck.Refused) result).problems())
                .hasSize(3)
                .anyMatch(problem -> problem.contains("\"name\""))
                .anyMatch(problem -> problem.contains("\"count\""))
                .anyMatch(problem -> problem.contains("\"loud\""));
    }

    private static SettingsCheck.Result check(String key, String value) {
        return SettingsCheck.check(TYPE, new JsonText("{\"name\": \"a\", \"" + key + "\": " + value + "}"));
    }

    private static JobType type(String json) {
        try {
            return JobTypeReader.read("test", json);
        } catch (JobTypeReader.Unfit e) {
            throw new AssertionError(e);
        }
    }
}
