// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {

    @ParameterizedTest(name = "{0} of {1} bytes: {2}")
    @CsvSource(nullValues = "none", textBlock = """
            none,                    100, all
            bytes=0-9,               100, 0-9
            bytes=0-,                100, 0-99
            bytes=99-,               100, 99-99
            bytes=90-1000,           100, 90-99
            bytes=0-999999999999999, 100, 0-99
            bytes=-10,               100, 90-99
            bytes=-1000,             100, 0-99
            bytes = 5 - 6,           100, 5-6
            bytes=100-,              100, nothing
            bytes=100-200,           100, nothing
            bytes=-0,                100, nothing
            bytes=0-,                0,   nothing
            bytes=-5,                0,   nothing
            bytes=9-5,               100, all
            bytes=-,                 100, all
            bytes=,                  100, all
            bytes=a-b,               100, all
            bytes=--5,               100, all
            'bytes=0-1,5-6',         100, all
            lines=0-9,               100, all
            bytes=99999999999999999999999-, 100, all
            '',                      100, all
            """)
    void readsTheHeader(String header, long size, String expected) {
        String read = switch (ByteRange.read(header, size)) {
            case ByteRange.Asked.Everything all -> "all";
            case ByteRange.Asked.Nothing nothing -> "nothing";
            case ByteRange.Asked.Part(ByteRange range) -> range.first() + "-" + range.last();
        };
        assertThat(read).isEqualTo(expected);
    }
}
