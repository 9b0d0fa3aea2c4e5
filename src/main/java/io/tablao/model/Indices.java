// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.PrimitiveIterator;
import java.util.RandomAccess;
import java.util.StringJoiner;

/**
 * Indices of tasks, ascending and without doubles, kept as runs: "all the frames before" takes as much room as one frame.
 */
public final class Indices extends AbstractList<Integer> implements RandomAccess {

    private static final Indices NONE = new Indices(new int[0], new int[0], 0);

    // Run i holds first[i] … first[i] + length, where the length follows from the sizes before it.
    private final int[] first;
    private final int[] sizeBefore;
    private final int size;

    private Indices(int[] first, int[] sizeBefore, int size) {
        this.first = first;
        this.sizeBefore = sizeBefore;
        this.size = size;
    }

    /** In whatever order they are given. */
    public static Indices copyOf(Collection<Integer> indices) {
        if (indices instanceof Indices known) {
            return known;
        }
        return of(indices.stream().mapToInt(Integer::intValue).toArray());
    }

    /** In whatever order they are given. */
    public static Indices of(int... indices) {
        if (indices.length == 0) {
            return NONE;
        }
        int[] sorted = indices.clone();
        Arrays.sort(sorted);
        var first = new int[sorted.length];
        var sizeBefore = new int[sorted.length];
        int runs = 0;
        int size = 0;
        for (int at = 0; at < sorted.length; at++) {
            if (at > 0 && sorted[at] == sorted[at - 1]) {
                continue;
            }
            if (at == 0 || sorted[at] != sorted[at - 1] + 1) {
                first[runs] = sorted[at];
                sizeBefore[runs++] = size;
            }
            size++;
        }
        return new Indices(Arrays.copyOf(first, runs), Arrays.copyOf(sizeBefore, runs), size);
    }

    /** How many runs of neighbours there are. */
    public int runs() {
        return first.length;
    }

    public int firstOf(int run) {
        return first[run];
    }

    public int lastOf(int run) {
        int end = run + 1 < sizeBefore.length ? sizeBefore[run + 1] : size;
        return first[run] + end - sizeBefore[run] - 1;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Integer get(int at) {
        if (at < 0 || at >= size) {
            throw new IndexOutOfBoundsException(at);
        }
        int found = Arrays.binarySearch(sizeBefore, at);
        int run = found >= 0 ? found : -found - 2;
        return first[run] + at - sizeBefore[run];
    }

    @Override
    public PrimitiveIterator.OfInt iterator() {
        return new PrimitiveIterator.OfInt() {
            private int run;
            private int next = size == 0 ? 0 : first[0];
            private int left = size;

            @Override
            public boolean hasNext() {
                return left > 0;
            }

            @Override
            public int nextInt() {
                if (left == 0) {
                    throw new java.util.NoSuchElementException();
                }
                int given = next;
                left--;
                if (given < lastOf(run)) {
                    next++;
                } else if (left > 0) {
                    next = first[++run];
                }
                return given;
            }
        };
    }

    /** For instance {@code [1, 3-8]}. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "[", "]");
        for (int run = 0; run < runs(); run++) {
            text.add(firstOf(run) == lastOf(run) ? "" + firstOf(run) : firstOf(run) + "-" + lastOf(run));
        }
        return text.toString();
    }
}
