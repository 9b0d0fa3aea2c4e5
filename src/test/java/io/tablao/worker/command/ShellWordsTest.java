// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {

    record Example(String text, List<String> words) {}

    static List<Example> examples() {
        return List.of(
                new Example("", List.of()),
                new Example("  -b   -y\t-x\n", List.of("-b", "-y", "-x")),
                new Example("'a b' c", List.of("a b", "c")),
                new Example("\"a \\\"b\\\" \\n\" ''", List.of("a \"b\" \\n", "")),
                new Example("a\\ b 'it'\\''s'", List.of("a b", "it's")),
                new Example("--x='$HOME *'", List.of("--x=$HOME *")));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void splitsAsAShell(Example example) {
        assertThat(ShellWords.split(example.text())).isEqualTo(example.words());
    }

    @ParameterizedTest
    @ValueSource(strings = {"'a", "\"a", "a\\", "\"a\\\""})
    void whatIsNotClosedIsAnError(String text) {
        assertThatThrownBy(() -> ShellWords.split(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theTextMayBeOneWord() {
        assertThat(ShellWords.split("-b")).containsExactly("-b");
    }
}
