// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

    @ParameterizedTest
    @CsvSource({"Linux, linux", "Windows 11, windows", "Mac OS X, darwin", "Darwin, darwin", "FreeBSD, linux"})
    void isNamedAsFlamencoNamesIt(String osName, String label) {
        assertThat(Platform.ofSystem(osName)).hasToString(label);
        assertThat(Platform.of(label)).isEqualTo(Platform.ofSystem(osName));
    }

    @Test
    void anUnknownLabelIsAnError() {
        assertThatThrownBy(() -> Platform.of("amiga")).hasMessage("Unknown platform: amiga");
    }
}
