// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablao.worker.KeptReports.Kept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports on disk. A process that is killed closes nothing, so opening the folder once more plays its successor. */
class KeptReportsTest {

    @TempDir
    Path folder;

    @Test
    void whatIsNotDeliveredIsThereForTheNextProcessInItsOrder() throws IOException {
        KeptReports reports = open();
        for (int number = 0; number < 3; number++) {
            reports.keep(report("" + number, 10));
        }

        assertThat(leftovers(open())).containsExactly("0 10", "1 10", "2 10");
    }

    @Test
    void aTornLastReportIsPassedOver() throws IOException {
        KeptReports reports = open();
        reports.keep(report("0", 100));
        reports.keep(report("1", 100));
        Path file = onlyFile();
        byte[] whole = Files.readAllBytes(file);

        // Wherever the kill has struck.
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            KeptReports next = KeptReports.open(folder, 1_000_000);
            assertThat(leftovers(next)).hasSizeLessThan(2).isSubsetOf("0 100");
        }
    }

    @Test
    void whatIsDamagedIsNoReport() throws IOException {
        KeptReports reports = open();
        reports.keep(report("0", 100));
        Path file = onlyFile();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);

        assertThat(open().leftovers()).isEmpty();
    }

    @Test
    void aFileGoesWhenAllOfItIsDelivered() throws IOException {
        KeptReports reports = open();
        List<Kept> kept = new ArrayList<>();
        int each = 100_000;
        for (int number = 0; number < 25; number++) {
            kept.add(reports.keep(report("" + number, each)));
        }
        assertThat(files()).hasSize(3);
        assertThat(reports.hasRoomFor(1_000_000)).isFalse();

        kept.subList(0, 24).forEach(reports::delivered);
        assertThat(files()).hasSize(1);
        assertThat(reports.hasRoomFor(1_000_000)).isTrue();
        reports.delivered(kept.getLast());
        assertThat(Files.size(onlyFile())).isLessThan(100);

        // The emptied file takes the next one.
        reports.keep(report("25", 10));
        assertThat(leftovers(open())).containsExactly("25 10");
    }

    @Test
    void aSuccessorWritesFilesOfItsOwn() throws IOException {
        open().keep(report("0", 10));
        KeptReports second = open();
        second.keep(report("1", 10));
        second.leftovers().forEach(second::delivered);

        KeptReports third = open();
        assertThat(leftovers(third)).containsExactly("1 10");
        third.leftovers().forEach(third::delivered);
        third.close();
        assertThat(files()).isEmpty();
    }

    @Test
    void aFileOfAnotherFormatIsNotTouched() throws IOException {
        Path file = Files.writeString(folder.resolve("0000000000000007.reports"), "tablao reports 2\nwhatever");

        assertThatThrownBy(this::open)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tablao.data-dir");
        assertThat(file).exists();
    }

    private KeptReports open() {
        return KeptReports.open(folder, 3_000_000);
    }

    /** The leftovers' keys and lengths. */
    private static List<String> leftovers(KeptReports reports) throws IOException {
        List<String> found = new ArrayList<>();
        for (Kept kept : reports.leftovers()) {
            var report = reports.read(kept);
            assertThat(report.topic()).isEqualTo("topic");
            found.add(report.key() + " " + report.value().length);
        }
        return found;
    }

    private static ProducerRecord<String, byte[]> report(String key, int length) {
        return new ProducerRecord<>("topic", key, new byte[length]);
    }

    private Path onlyFile() throws IOException {
        assertThat(files()).hasSize(1);
        return files().getFirst();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }
}
