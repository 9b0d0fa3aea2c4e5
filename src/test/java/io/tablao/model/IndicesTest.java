// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IndicesTest {

    @Test
    void keepsNeighboursAsRuns() {
        Indices indices = Indices.copyOf(List.of(7, 3, 4, 5, 4, 9));

        assertThat(indices).containsExactly(3, 4, 5, 7, 9).isEqualTo(List.of(3, 4, 5, 7, 9));
        assertThat(indices.runs()).isEqualTo(3);
        assertThat(indices).hasToString("[3-5, 7, 9]");
        assertThat(Indices.of()).isEmpty();
        assertThat(Indices.of(IntStream.range(0, 1_000_000).toArray()).runs()).isEqualTo(1);
    }

    @Test
    void isTheSameListAsTheSortedSetOfWhatItWasMadeOf() {
        long seed = Long.getLong("indices.seed", 42);
        var random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<Integer> given = random.ints(random.nextInt(40), 0, 50).boxed().toList();
            List<Integer> expected = new ArrayList<>(new TreeSet<>(given));
            Indices indices = Indices.copyOf(given);
            assertThat(indices).as("seed %d, round %d", seed, round).isEqualTo(expected);
            assertThat(IntStream.range(0, indices.size()).mapToObj(indices::get).toList())
                    .isEqualTo(expected);
        }
    }
}
