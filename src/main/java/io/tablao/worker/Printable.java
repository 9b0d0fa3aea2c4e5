// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import java.nio.charset.StandardCharsets;

/** Text as every stage can carry it: JSON takes no half of a surrogate pair, PostgreSQL no zero character. */
final class Printable {

    private Printable() {}

    static String text(String any) {
        // Encoding puts a question mark for half a pair.
        return new String(any.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    }
}
