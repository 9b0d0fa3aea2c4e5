// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes of something an answer holds.
 *
 * @param first from 0
 * @param last at least as much as the first
 */
public record ByteRange(long first, long last) {

    private static final Pattern ONE = Pattern.compile("bytes\\s*=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})");

    /** What a request's header asks for. */
    public sealed interface Asked {
        /** All of it; also when the header cannot be understood, or asks for several parts, which it says may be ignored. */
        record Everything() implements Asked {}

        record Part(ByteRange range) implements Asked {}

        /** A part that begins behind the end. */
        record Nothing() implements Asked {}
    }

    /** @param header {@code Range}; null: there is none */
    public static Asked read(@Nullable String header, long size) {
        return Optional.ofNullable(header)
                .map(text -> ONE.matcher(text.strip()))
                .filter(Matcher::matches)
                .<Asked>map(found -> read(found.group(1), found.group(2), size))
                .orElseGet(Asked.Everything::new);
    }

    private static Asked read(String first, String last, long size) {
        if (first.isEmpty() && last.isEmpty()) {
            return new Asked.Everything();
        }
        if (first.isEmpty()) {
            long length = Math.min(Long.parseLong(last), size);
            return length == 0 ? new Asked.Nothing() : new Asked.Part(new ByteRange(size - length, size - 1));
        }
        long begin = Long.parseLong(first);
        long end = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
        if (end < begin) {
            return new Asked.Everything();
        }
        return begin >= size ? new Asked.Nothing() : new Asked.Part(new ByteRange(begin, Math.min(end, size - 1)));
    }

    public long length() {
        return last - first + 1;
    }
}
