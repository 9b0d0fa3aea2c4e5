// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariablesTest {

    private static final Variables VARIABLES = new Variables(Map.of("blender", "/opt/blender", "shots", "/mnt/a$1\\b"));

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "{blender}, /opt/blender",
                "run {blender} on {shots}/x.blend, run /opt/blender on /mnt/a$1\\b/x.blend",
                "{blender}{blender}, /opt/blender/opt/blender",
                "{timestamp}/{blender, {timestamp}/{blender",
                "{{blender}}, {/opt/blender}",
                "plain, plain",
                "{}, {}"
            })
    void replacesWhatItKnows(String text, String expected) {
        assertThat(VARIABLES.replace(text)).isEqualTo(expected);
    }

    @Test
    void valuesAreNotReplacedAgain() {
        var variables = new Variables(Map.of("a", "{b}", "b", "c"));

        assertThat(variables.replace("{a}")).isEqualTo("{b}");
    }

    @Test
    void everyFarmHasBlender() {
        assertThat(Variables.defaults(Platform.LINUX).replace("{blender} {blenderArgs}"))
                .isEqualTo("blender -b -y");
        assertThat(Variables.defaults(Platform.WINDOWS).replace("{blender} {blenderArgs}"))
                .isEqualTo("blender.exe -b -y");
    }

    @Test
    void othersAreAddedOrTakeTheirPlaces() {
        var variables =
                Variables.defaults(Platform.DARWIN).with(Map.of("blender", "/Applications/b", "shots", "/Volumes/s"));

        assertThat(variables.replace("{blender} {blenderArgs} {shots}")).isEqualTo("/Applications/b -b -y /Volumes/s");
    }
}
