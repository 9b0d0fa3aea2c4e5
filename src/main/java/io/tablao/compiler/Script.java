// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The text of a job compiler script.
 *
 * @param file its file name, for instance {@code echo_sleep_test.js}
 * @param modules other scripts that it requires, directly or not, by their path below its folder
 * @param builtIn whether it came with the program
 */
record Script(String file, String text, Map<String, String> modules, boolean builtIn) {

    static final String EXTENSION = ".js";

    Script {
        modules = Map.copyOf(modules);
    }

    /** A script of somebody's own. */
    Script(String file, String text, Map<String, String> modules) {
        this(file, text, modules, false);
    }

    /** The name of its job type. Flamenco: the file name without its extension, with dashes for underscores. */
    String jobType() {
        return file.substring(0, file.length() - EXTENSION.length()).replace('_', '-');
    }

    /** Of everything that decides what the script does. */
    String hash() {
        SortedMap<String, String> all = new TreeMap<>(modules);
        all.put(file, text);
        var digest = Sha256.start();
        all.forEach((name, source) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(source.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        });
        return Sha256.hex(digest);
    }

    /** @return null when neither the script nor a module of it has this name */
    @Nullable
    String source(String name) {
        return name.equals(file) ? text : modules.get(name);
    }
}
