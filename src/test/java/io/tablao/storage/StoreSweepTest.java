// SPDX-License-Identifier: Apache-2.0
package io.tablao.storage;

import static io.tablao.storage.ShamanFixture.bytes;
import static io.tablao.storage.ShamanFixture.named;
import static io.tablao.storage.ShamanFixture.path;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoreSweepTest {

    @TempDir
    Path folder;

    private ShamanFixture shaman;

    @BeforeEach
    void prepare() {
        shaman = new ShamanFixture(folder.resolve("storage"));
    }

    @ParameterizedTest
    @EnumSource
    void removesWhatNobodyUsesAndNobodyAskedForLately(LinkKind links) throws IOException {
        StoredFile unused = shaman.stored("unused");
        StoredFile used = shaman.stored("used");
        StoredFile asked = shaman.stored("asked for");
        shaman.checkouts(links).make(path("shot"), Map.of(path("deep/a.blend"), used));
        later(ShamanFixture.KEEP.plusDays(1));
        shaman.store.touch(asked);

        assertThat(shaman.sweep().sweep(true)).isEqualTo(new StoreSweep.Result(1, 6, 2));
        assertThat(shaman.store.has(unused)).isTrue();
        assertThat(shaman.sweep().sweep(false)).isEqualTo(new StoreSweep.Result(1, 6, 2));

        assertThat(shaman.store.has(unused)).isFalse();
        assertThat(shaman.store.has(used)).isTrue();
        assertThat(shaman.store.has(asked)).isTrue();
        assertThat(shaman.sweep().sweep(false)).isEqualTo(new StoreSweep.Result(0, 0, 2));
    }

    @Test
    void knowsLinksThatWereMadeWhereTheFolderHasAnotherName() throws IOException {
        StoredFile used = shaman.stored("used");
        Path job = Files.createDirectories(shaman.storage.checkouts().resolve("old"));
        Path seen = Path.of("/mnt/farm").resolve(shaman.storage.location().relativize(shaman.store.path(used)));
        Files.createSymbolicLink(job.resolve("a.blend"), seen);
        later(ShamanFixture.KEEP.plusDays(1));

        assertThat(shaman.sweep().sweep(false)).isEqualTo(new StoreSweep.Result(0, 0, 1));
    }

    @Test
    void aYoungFileStaysThoughNoCheckoutHasItYet() throws IOException {
        shaman.stored("just uploaded");
        later(ShamanFixture.KEEP.minusDays(1));

        assertThat(shaman.sweep().sweep(false)).isEqualTo(new StoreSweep.Result(0, 0, 1));
    }

    @Test
    void clearsAwayWhatKilledProcessesHaveLeft() throws IOException {
        // Neither is closed, as after a kill.
        FileUpload dead = shaman.store.upload(named("dead"));
        dead.write(bytes("de"));
        Path halfMade = Files.createDirectories(shaman.storage.fileStore().resolve("checkouts/half/deep"));
        StoredFile aside = shaman.stored("set aside");
        Path away = Files.createDirectories(shaman.storage.fileStore().resolve("set-aside"));
        Files.move(
                shaman.store.path(aside),
                away.resolve(shaman.store
                        .stored()
                        .relativize(shaman.store.path(aside))
                        .toString()
                        .replace('/', '_')));

        later(Duration.ofMinutes(5));
        assertThat(shaman.sweep().sweep(false)).isEqualTo(new StoreSweep.Result(0, 0, 1));
        assertThat(shaman.files("file-store/uploading")).isEmpty();
        assertThat(shaman.store.has(aside)).isTrue();
        assertThat(halfMade).exists();

        later(Duration.ofDays(2));
        shaman.sweep().sweep(false);
        assertThat(halfMade).doesNotExist();
        dead.close();
    }

    @Test
    void aSweepIsDueOnceForAllProcesses() throws IOException {
        assertThat(shaman.sweep().isDue()).isFalse();
        shaman.stored("something");

        assertThat(shaman.sweep().isDue()).isTrue();
        assertThat(shaman.sweep().isDue()).isFalse();
        assertThat(new ShamanFixture(folder.resolve("storage")).sweep().isDue()).isFalse();
        later(Duration.ofHours(25));
        assertThat(shaman.sweep().isDue()).isTrue();
    }

    /** What was made until now is so much older. */
    private void later(Duration duration) throws IOException {
        try (var files = Files.walk(shaman.storage.fileStore())) {
            for (Path each : files.toList()) {
                Files.setLastModifiedTime(
                        each,
                        FileTime.from(
                                Files.getLastModifiedTime(each).toInstant().minus(duration)));
            }
        }
    }
}
