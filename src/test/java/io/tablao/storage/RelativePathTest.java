// SPDX-License-Identifier: Apache-2.0
package io.tablao.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelativePathTest {

    @ParameterizedTest(name = "\"{0}\" is {1}")
    @CsvSource(quoteCharacter = '"', textBlock = """
            scene.blend,              scene.blend
            project/scene/id-1,       project/scene/id-1
            a//b/,                    a/b
            ./a/./b,                  a/b
            "..a/b..",                "..a/b.."
            .hidden,                  .hidden
            "with space/ümläut/日本",  "with space/ümläut/日本"
            ".../x",                  ".../x"
            """)
    void staysBelowItsFolder(String text, String read) {
        Path folder = Path.of("/farm/jobs");

        assertThat(RelativePath.read(text)).isInstanceOfSatisfying(RelativePath.Reading.Fine.class, fine -> {
            assertThat(fine.path()).hasToString(read);
            assertThat(fine.path().below(folder).normalize()).isEqualTo(folder.resolve(read));
        });
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "",
                ".",
                "./",
                "/",
                "/etc/passwd",
                "//server/share",
                "..",
                "../x",
                "a/../../x",
                "a/..",
                "a/b/../c",
                "C:",
                "C:x",
                "c:/windows",
                "C:\\windows",
                "\\\\server\\share",
                "a\\..\\..\\x",
                "..\\x",
                "a\u0000b",
                "a/\u0000",
                "line\nbreak",
                "tab\t",
                "\u007f",
                "half \ud800 a character"
            })
    void leadsNowhereElse(String text) {
        assertThat(RelativePath.read(text)).isInstanceOf(RelativePath.Reading.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 5000, 1_000_000})
    void isNoLongerThanFileSystemsTake(int length) {
        assertThat(RelativePath.read("x".repeat(length))).isInstanceOf(RelativePath.Reading.Refused.class);
        assertThat(RelativePath.read("ü".repeat(length / 2))).isInstanceOf(RelativePath.Reading.Refused.class);
        assertThat(RelativePath.read("x/".repeat(length * 16))).isInstanceOf(RelativePath.Reading.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b"})
    void continuesItsLastName(String text) {
        var path = new RelativePath(List.of(text.split("/")));

        assertThat(path.continued("-2")).hasToString(text + "-2");
    }
}
