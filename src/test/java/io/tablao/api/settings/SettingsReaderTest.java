// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tablao.api.ApiProblem;
import io.tablao.model.Audience;
import io.tablao.model.FarmSettings;
import io.tablao.model.FarmSetup;
import io.tablao.model.FarmVariable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {

    /** Such as a studio has it. */
    private static final String STUDIO = """
        # Configuration file for Flamenco Manager.
        _meta:
          version: 3
        manager_name: Studio farm
        database: flamenco-manager.sqlite
        listen: :8080
        autodiscoverable: true
        local_manager_storage_path: ./flamenco-manager-storage
        shared_storage_path: /mnt/farm/storage
        shaman:
          enabled: true
          garbageCollect:
            period: 24h0m0s
            maxAge: 744h0m0s
            extraCheckoutPaths: []
        task_timeout: 10m0s
        worker_timeout: 1m30s
        blocklist_threshold: 4
        task_fail_after_softfail_count: 5
        mqtt:
          client:
            broker: ""
        our_own: [1, two]
        variables:
          blender:
            values:
            - platform: linux
              value: /opt/blender/blender
            - platforms: [windows, darwin]
              audience: workers
              value: blender
          storage:
            is_twoway: true
            values:
            - platform: linux
              value: /mnt/farm
            - platform: Windows
              value: 'F:\\'
          blenderArgs:
            values:
            - value: -b -y
        """;

    @Test
    void aFileOfFlamencoIsUnderstood() {
        SettingsReader.Read read = yaml(STUDIO);

        FarmSettings settings = read.settings();
        assertThat(settings.name()).isEqualTo("Studio farm");
        assertThat(settings.sharedStorage()).isEqualTo("/mnt/farm/storage");
        assertThat(settings.taskTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.workerTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(settings.blocklistThreshold()).isEqualTo(4);
        assertThat(settings.taskFailAfter()).isEqualTo(5);
        assertThat(settings.shaman())
                .isEqualTo(new FarmSettings.Shaman(true, Duration.ofHours(24), Duration.ofDays(31)));
        assertThat(settings.variables())
                .containsOnlyKeys("blender", "storage", "blenderArgs")
                .containsEntry("blenderArgs", FarmVariable.ofAll("-b -y"))
                .containsEntry(
                        "storage",
                        new FarmVariable(
                                true,
                                List.of(
                                        new FarmVariable.Value("linux", Audience.ALL, "/mnt/farm"),
                                        new FarmVariable.Value("windows", Audience.ALL, "F:\\"))))
                .containsEntry(
                        "blender",
                        new FarmVariable(
                                false,
                                List.of(
                                        new FarmVariable.Value("linux", Audience.ALL, "/opt/blender/blender"),
                                        new FarmVariable.Value("windows", Audience.WORKERS, "blender"),
                                        new FarmVariable.Value("darwin", Audience.WORKERS, "blender"))));
    }

    @Test
    void whatMeansNothingHereIsToldAndKept() {
        SettingsReader.Read read = yaml(STUDIO);

        assertThat(read.remarks())
                .hasSize(6)
                .anySatisfy(remark ->
                        assertThat(remark).startsWith("line 6, column 9: \"listen\" is kept, and not used: --port"))
                .anySatisfy(remark -> assertThat(remark).contains("\"mqtt\" is kept, and not used"))
                .anySatisfy(remark -> assertThat(remark).contains("\"our_own\" is kept, and not used: it is unknown"));
        ObjectNode written = SettingsWriter.write(read.settings());
        assertThat(written.path("our_own").toString()).isEqualTo("[1,\"two\"]");
        assertThat(written.path("mqtt").path("client").has("broker")).isTrue();
        assertThat(written.path("_meta").path("version").asInt()).isEqualTo(3);
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() {
        FarmSettings settings = yaml(STUDIO).settings();

        assertThat(yaml(ConfigurationResource.yaml(SettingsWriter.write(settings)))
                        .settings())
                .isEqualTo(settings);
        assertThat(SettingsReader.read(SettingsFile.of(SettingsWriter.write(settings)))
                        .settings())
                .isEqualTo(settings);
    }

    @Test
    void anEmptyFileSetsNothing() {
        assertThat(yaml("").settings()).isEqualTo(FarmSettings.NONE);
        assertThat(yaml("# nothing\nmanager_name: \"\"\nvariables:\n")
                        .settings()
                        .name())
                .isNull();
    }

    @Test
    void everybodySeesWhatNobodyHasSet() {
        var farm = new FarmSetup("Farm", "linux", "/mnt/storage", false);

        ObjectNode written = SettingsWriter.write(FarmSettings.NONE, farm);

        assertThat(written.path("manager_name").asText()).isEqualTo("Farm");
        assertThat(written.path("shared_storage_path").asText()).isEqualTo("/mnt/storage");
        assertThat(written.path("variables").properties())
                .extracting(each -> each.getKey())
                .containsExactly("blender", "blenderArgs");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            task_timeout: soon            | line 1, column 15: Field "task_timeout" must be a span of time from 1s to 365d, such as 90s, 10m or 1h30m, not "soon"
            task_timeout: 0s              | Field "task_timeout" must be a span
            worker_timeout: 60            | Field "worker_timeout" must be a span
            blocklist_threshold: 0        | Field "blocklist_threshold" must be a whole number from 1 to 1000, not 0
            blocklist_threshold: 1.5      | must be a whole number from 1 to 1000, not 1.5
            blocklist_threshold: many     | must be a whole number from 1 to 1000, not "many"
            manager_name: [a]             | Field "manager_name" must be a text of at most 1000 characters, not ["a"]
            shaman: true                  | Field "shaman" must be keys such as "enabled", not true
            shaman: {enabled: perhaps}    | line 1, column 19: Field "shaman.enabled" must be true or false, not "perhaps"
            variables: [a]                | Field "variables" must be variables by name
            variables: {a: b}             | Field "variables.a" must be an object with "values", not "b"
            variables: {a b: {values: []}} | has a name that cannot be written in braces
            variables: {a: {values: 1}}   | Field "variables.a.values" must be a list of values, not 1
            variables: {a: {values: [{value: 1}]}} | Field "variables.a.values[0]" must be an object with a text "value"
            variables: {a: {values: [{value: b, platform: 7 up}]}} | Field "variables.a.values[0].platform" must be linux
            variables: {a: {values: [{value: b, audience: me}]}} | must be all, users or workers, not "me"
            variables: {a: {is_twoway: 2, values: []}} | Field "variables.a.is_twoway" must be true or false, not 2
            variables: {a: {twoway: true, values: []}} | Field "variables.a.twoway" is unknown
            - a list                      | A configuration is a list of keys
            a: b: c                       | The configuration is not YAML: line 1, column 5
            a: [b                         | The configuration is not YAML: line 1
            {a: &x 1, b: *x}              | refers to another place of the file (*x)
            {a: 1, a: 2}                  | The configuration is not YAML
            """)
    void whatIsWrongIsSaidWithItsPlace(String file, String message) {
        assertThatThrownBy(() -> yaml(file)).isInstanceOf(ApiProblem.class).hasMessageContaining(message);
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        assertThatThrownBy(() -> yaml("task_timeout: soon\nworker_timeout: later\n"))
                .hasMessageContaining("\"task_timeout\"")
                .hasMessageContaining("; line 2, column 17: Field \"worker_timeout\"");
    }

    @Test
    void aTagOfYamlMakesNoObject() {
        assertThat(yaml("manager_name: !!java.net.URL http://example.org/\n")
                        .settings()
                        .name())
                .isEqualTo("http://example.org/");
    }

    @Test
    void theFarmsOwnVariableIsNotTakenOver() {
        SettingsReader.Read read = yaml("variables: {jobs: {values: [{value: /x}]}}");

        assertThat(read.settings().variables()).isEmpty();
        assertThat(read.remarks()).singleElement().asString().contains("the farm makes this variable itself");
    }

    @Test
    void aMergePatchSetsAndTakesAway() throws Exception {
        var before = SettingsFile.JSON.readTree("{\"a\": {\"b\": 1, \"c\": [1]}, \"d\": 2}");

        assertThat(SettingsWriter.merged(
                                before, SettingsFile.JSON.readTree("{\"a\": {\"b\": null, \"e\": 3}, \"d\": [4]}"))
                        .toString())
                .isEqualTo("{\"a\":{\"c\":[1],\"e\":3},\"d\":[4]}");
    }

    @Test
    void what_is_not_utf_8_is_refused_with_its_place() {
        byte[] latin = "manager_name: Käse".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> SettingsFile.ofYaml(latin))
                .hasMessage("The configuration is not UTF-8: its byte 16 is no part of a character");
    }

    private static SettingsReader.Read yaml(String text) {
        return SettingsReader.read(SettingsFile.ofYaml(text.getBytes(StandardCharsets.UTF_8)));
    }
}
