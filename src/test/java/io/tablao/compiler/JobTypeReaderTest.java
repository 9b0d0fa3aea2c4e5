// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobTypeReaderTest {

    private static final String FULL = """
            {"label": "Test", "description": "For tests", "settings": [
              {"key": "out", "type": "string", "subtype": "dir_path", "choices": ["a", "b"], "propargs": {"min": 1},
               "description": "Where", "label": "Output", "default": "a", "eval": "1 + 1",
               "evalInfo": {"showLinkButton": true, "description": "Sum"}, "visible": "web",
               "required": true, "editable": true}]}
            """;

    @Test
    void keepsAllFields() throws Exception {
        JobType type = JobTypeReader.read("test", FULL);

        assertThatJson(new JsonMapper().writeValueAsString(type))
                .whenIgnoringPaths("name", "etag")
                .isEqualTo(FULL);
        assertThat(type.etag()).matches("[0-9a-f]{64}");
    }

    @Test
    void etagChangesExactlyWithTheContents() throws Exception {
        String etag = JobTypeReader.read("test", FULL).etag();

        assertThat(JobTypeReader.read("test", reordered(FULL)).etag()).isEqualTo(etag);
        assertThat(JobTypeReader.read("test", FULL.replace("{\"label\"", "{\"more\": 1, \"label\""))
                        .etag())
                .isEqualTo(etag);
        for (String change :
                new String[] {"Test", "For tests", "out", "\"min\": 1", "Sum", "web", "\"default\": \"a\""}) {
            String changed = switch (change) {
                case "web" -> "hidden";
                case "\"min\": 1" -> "\"min\": 2";
                case "\"default\": \"a\"" -> "\"default\": \"b\"";
                default -> change + "2";
            };
            assertThat(JobTypeReader.read("test", FULL.replace(change, changed)).etag())
                    .as(change)
                    .isNotEqualTo(etag);
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                               | JOB_TYPE must be an object",
                "{\"settings\": []}                               | JOB_TYPE needs a label",
                "{\"label\": \"L\"}                               | JOB_TYPE needs a list of settings",
                "{\"label\": 3, \"settings\": []}                 | JOB_TYPE: label must be a string",
                "{\"label\": \"L\", \"settings\": [{}]}           | Setting 1 of JOB_TYPE needs a key",
                "{\"label\": \"L\", \"settings\": [{\"key\": \"k\"}]} | Setting \"k\" needs a type",
                "{\"label\": \"L\", \"settings\": [{\"key\": \"k\", \"type\": \"int\"}]} | Setting \"k\" needs a type",
                "{\"label\": \"L\", \"settings\": [{\"key\": \"k\", \"type\": \"int32\", \"default\": \"1\"}]} | Setting \"k\": the default must be a whole number",
                "{\"label\": \"L\", \"settings\": [{\"key\": \"k\", \"type\": \"int32\", \"choices\": [\"1\"]}]} | Setting \"k\": choices",
                "{\"label\": \"L\", \"settings\": [{\"key\": \"k\", \"type\": \"bool\", \"visible\": \"never\"}]} | Setting \"k\": visible must be one of",
                "{\"label\": \"L\", \"settings\": [{\"key\": \"k\", \"type\": \"bool\"}, {\"key\": \"k\", \"type\": \"bool\"}]} | JOB_TYPE has two settings \"k\"",
            })
    void tellsWhatIsWrong(String json, String message) {
        assertThatThrownBy(() -> JobTypeReader.read("test", json))
                .isInstanceOf(JobTypeReader.Unfit.class)
                .hasMessageStartingWith(message);
    }

    private static String reordered(String json) throws JsonProcessingException {
        var mapper = JsonMapper.builder()
                .enable(com.fasterxml.jackson.databind.cfg.JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                .build();
        return mapper.writeValueAsString(mapper.readTree(json));
    }
}
