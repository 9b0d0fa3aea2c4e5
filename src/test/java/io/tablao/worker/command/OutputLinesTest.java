// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputLinesTest {

    @Test
    void carriageReturnsEndLinesToo() throws IOException {
        assertThat(lines("one\r\ntwo\rthree\n\n\nfour".getBytes(StandardCharsets.UTF_8)))
                .containsExactly("one", "two", "three", "four");
    }

    @Test
    void bytesThatAreNotTextAreReplaced() throws IOException {
        assertThat(lines(new byte[] {'a', (byte) 0xFF, 'b', 0, 'c', '\n'})).containsExactly("a\uFFFDb\uFFFDc");
    }

    @Test
    void aLineWithoutEndIsCut() throws IOException {
        String endless = "x".repeat(OutputLines.MAX_LENGTH - 1) + "🎬" + "y".repeat(10);

        assertThat(lines(endless.getBytes(StandardCharsets.UTF_8)))
                .containsExactly("x".repeat(OutputLines.MAX_LENGTH - 1) + "🎬", "y".repeat(10));
    }

    private static List<String> lines(byte[] output) throws IOException {
        var reading = new OutputLines(new ByteArrayInputStream(output));
        List<String> lines = new ArrayList<>();
        for (String line = reading.next(); line != null; line = reading.next()) {
            lines.add(line);
        }
        return lines;
    }
}
