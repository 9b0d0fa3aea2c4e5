// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.model.WorkerStatus;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is, by row; what may follow, by column. */
class WorkerTransitionsTest {

    private static final String TABLE = """
            from      starting  awake  asleep  error  testing  offline  restart
            starting  no        yes    yes     yes    yes      yes      no
            awake     no        no     yes     yes    yes      yes      yes
            asleep    no        yes    no      yes    yes      yes      yes
            error     yes       yes    yes     no     no       yes      no
            testing   no        yes    yes     yes    no       yes      yes
            offline   yes       yes    yes     no     no       no       no
            restart   yes       yes    yes     yes    no       yes      no
            """;

    @TestFactory
    Stream<DynamicTest> allowed() {
        List<String> header = cells(TABLE.lines().findFirst().orElseThrow());
        return TABLE.lines()
                .skip(1)
                .map(WorkerTransitionsTest::cells)
                .flatMap(row -> IntStream.range(1, header.size())
                        .mapToObj(column -> DynamicTest.dynamicTest(
                                row.getFirst() + " → " + header.get(column),
                                () -> assertThat(WorkerTransitions.allowed(
                                                WorkerStatus.of(row.getFirst()), WorkerStatus.of(header.get(column))))
                                        .isEqualTo(row.get(column).equals("yes")))));
    }

    @Test
    void the_table_is_whole() {
        List<String> all =
                Arrays.stream(WorkerStatus.values()).map(WorkerStatus::toString).toList();
        assertThat(cells(TABLE.lines().findFirst().orElseThrow()).stream().skip(1))
                .containsExactlyInAnyOrderElementsOf(all);
        assertThat(TABLE.lines().skip(1).map(row -> cells(row).getFirst())).containsExactlyInAnyOrderElementsOf(all);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "starting, true",
        "awake, true",
        "asleep, true",
        "error, false",
        "testing, true",
        "offline, false",
        "restart, true"
    })
    void a_worker_that_should_be_there_is_watched(String status, boolean watched) {
        assertThat(WorkerTransitions.watched(WorkerStatus.of(status))).isEqualTo(watched);
    }

    private static List<String> cells(String row) {
        return List.of(row.split(" +", -1));
    }
}
