// SPDX-License-Identifier: Apache-2.0
package io.tablao.storage;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names a file by what is in it.
 *
 * @param checksum SHA-256, 64 hexadecimal digits in lower case
 * @param size in bytes
 */
public record StoredFile(String checksum, long size) {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public StoredFile {
        if (!SHA_256.matcher(checksum).matches() || size < 0) {
            throw new IllegalArgumentException("No name of a file: " + checksum + ", " + size);
        }
    }

    /** Empty when the text is no checksum, or the size negative. */
    public static Optional<StoredFile> of(String checksum, long size) {
        String lower = checksum.toLowerCase(Locale.ROOT);
        return SHA_256.matcher(lower).matches() && size >= 0
                ? Optional.of(new StoredFile(lower, size))
                : Optional.empty();
    }
}
