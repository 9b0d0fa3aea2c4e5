// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import java.util.LinkedHashMap;
import java.util.Map;
import org.graalvm.polyglot.Source;

/**
 * The sources that were run last. The engine keeps what it has parsed for as long as somebody keeps the very source, so this
 * saves parsing for each run.
 */
final class ParsedSources {

    private static final int MOST = 200;

    private record Key(String name, String text) {}

    private final Map<Key, Source> latest = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Source> eldest) {
            return size() > MOST;
        }
    };

    synchronized Source of(String name, String text) {
        return latest.computeIfAbsent(
                new Key(name, text), key -> Source.newBuilder("js", text, name).buildLiteral());
    }
}
