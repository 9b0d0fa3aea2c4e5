// SPDX-License-Identifier: Apache-2.0
package io.tablao.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A store, with a clock that is set by hand. */
final class ShamanFixture {

    static final Duration KEEP = Duration.ofDays(31);

    final SharedStorage storage;
    final FileStore store;
    Instant now = Instant.now();

    ShamanFixture(Path folder) {
        storage = new SharedStorage(folder);
        store = new FileStore(storage, Duration.ofMinutes(1), () -> now);
    }

    Checkouts checkouts(LinkKind links) {
        return new Checkouts(storage, store, links);
    }

    StoreSweep sweep() {
        return new StoreSweep(storage, store, checkouts(LinkKind.SYMBOLIC), KEEP, Duration.ofHours(24), () -> now);
    }

    static StoredFile named(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return new StoredFile(
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)),
                    bytes.length);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static RelativePath path(String text) {
        return ((RelativePath.Reading.Fine) RelativePath.read(text)).path();
    }

    StoredFile stored(String text) throws IOException {
        StoredFile file = named(text);
        try (FileUpload upload = store.upload(file)) {
            upload.write(bytes(text));
            upload.finish();
        }
        store.touch(file);
        return file;
    }

    /** All files and links below the folder. */
    List<Path> files(String folder) {
        Path below = storage.location().resolve(folder);
        if (!Files.exists(below)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(each -> !Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
