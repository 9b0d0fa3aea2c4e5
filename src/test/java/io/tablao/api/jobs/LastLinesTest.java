// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LastLinesTest {

    private static final String LINE = "0123456789abcdef".repeat(4) + "\n";

    @Test
    void nothingIsNoLog() {
        assertThat(LastLines.of("")).isNull();
    }

    @Test
    void aShortLogIsShownWhole() {
        assertThat(LastLines.of("one\ntwo\n")).isEqualTo("one\ntwo\n");
    }

    @Test
    void aLongLogBeginsWithAWholeLine() {
        String shown = LastLines.of(LINE.repeat(1000));

        assertThat(shown).startsWith(LINE).endsWith(LINE).hasSize(LINE.length() * (8 * 1024 / LINE.length()));
    }

    @Test
    void aLineThatIsLongerThanAllIsCut() {
        assertThat(LastLines.of("x".repeat(10_000))).hasSize(8 * 1024);
        assertThat(LastLines.of("x".repeat(10_000) + "\n")).hasSize(8 * 1024);
    }
}
