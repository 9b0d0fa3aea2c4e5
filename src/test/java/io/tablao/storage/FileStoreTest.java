// SPDX-License-Identifier: Apache-2.0
package io.tablao.storage;

import static io.tablao.storage.ShamanFixture.bytes;
import static io.tablao.storage.ShamanFixture.named;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileStoreTest {

    @TempDir
    Path folder;

    private ShamanFixture shaman;

    @BeforeEach
    void prepare() {
        shaman = new ShamanFixture(folder);
    }

    @ParameterizedTest(name = "announced \"{0}\", came \"{1}\": {2}")
    @CsvSource(textBlock = """
            pixels, pixels,  STORED
            pixels, pixelz,  WRONG_CHECKSUM
            pixels, pixel,   WRONG_SIZE
            pixels, '',      WRONG_SIZE
            '',     '',      STORED
            """)
    void storesWhatWasAnnouncedAndNothingElse(String announced, String came, FileUpload.End end) throws IOException {
        StoredFile file = named(announced);

        try (FileUpload upload = shaman.store.upload(file)) {
            assertThat(upload.write(bytes(came))).isTrue();
            assertThat(shaman.store.status(file)).isEqualTo(FileStore.Status.UPLOADING);
            assertThat(upload.finish()).isEqualTo(end);
        }

        boolean stored = end == FileUpload.End.STORED;
        assertThat(shaman.store.has(file)).isEqualTo(stored);
        assertThat(shaman.files("file-store")).hasSize(stored ? 1 : 0);
    }

    @Test
    void takesNoByteTooMany() throws IOException {
        try (FileUpload upload = shaman.store.upload(named("pixels"))) {
            assertThat(upload.write(bytes("pix"))).isTrue();
            assertThat(upload.write(bytes("elsa"))).isFalse();
            assertThat(Files.size(shaman.files("file-store/uploading").getFirst()))
                    .isEqualTo(3);
        }
    }

    @Test
    void oneThatIsGivenUpLeavesNothing() throws IOException {
        try (FileUpload upload = shaman.store.upload(named("pixels"))) {
            upload.write(bytes("pix"));
        }

        assertThat(shaman.store.status(named("pixels"))).isEqualTo(FileStore.Status.UNKNOWN);
        assertThat(shaman.files("")).isEmpty();
    }

    @Test
    void ofTwoUploadsOfOneFileTheFirstToEndStoresIt() throws IOException {
        StoredFile file = named("pixels");
        // Another process on the same folder.
        var other = new ShamanFixture(folder);
        try (FileUpload slow = shaman.store.upload(file);
                FileUpload quick = other.store.upload(file)) {
            slow.write(bytes("pix"));
            assertThat(slow.isOvertaken()).isFalse();
            quick.write(bytes("pixels"));
            quick.finish();
            assertThat(slow.isOvertaken()).isTrue();
            slow.write(bytes("els"));
            assertThat(slow.finish()).isEqualTo(FileUpload.End.STORED);
        }

        assertThat(shaman.files("file-store"))
                .hasSize(1)
                .first()
                .satisfies(path -> assertThat(path).hasContent("pixels"));
    }

    @Test
    void anUploadOfWhichNothingComesAnyMoreIsNoUpload() throws IOException {
        try (FileUpload upload = shaman.store.upload(named("pixels"))) {
            upload.write(bytes("pix"));
            shaman.now = shaman.now.plus(Duration.ofMinutes(3));

            assertThat(shaman.store.status(named("pixels"))).isEqualTo(FileStore.Status.UNKNOWN);
        }
    }

    @Test
    void aFileThatWasCutAfterwardsIsNotTakenForWhole() throws IOException {
        StoredFile file = shaman.stored("pixels");
        Path path = shaman.store.path(file);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(path, "pix");

        assertThat(shaman.store.status(file)).isEqualTo(FileStore.Status.UNKNOWN);
        shaman.stored("pixels");
        assertThat(path).hasContent("pixels");
    }

    @Test
    void nobodyWritesIntoAStoredFileByMistake() throws IOException {
        Path path = shaman.store.path(shaman.stored("pixels"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("r--r--r--");
    }

    @ParameterizedTest
    @CsvSource({"abc, 1", "'', 0", "../../../../etc/passwd, 1"})
    void aFileIsNamedByAChecksum(String checksum, long size) {
        assertThat(StoredFile.of(checksum, size)).isEmpty();
        assertThat(StoredFile.of(named("x").checksum(), -1)).isEmpty();
        assertThat(StoredFile.of(named("x").checksum().replace('a', 'g'), 1)).isEmpty();
        assertThat(StoredFile.of(named("x").checksum().toUpperCase(java.util.Locale.ROOT), 1))
                .contains(named("x"));
    }
}
