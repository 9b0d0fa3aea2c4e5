// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where scripts come from: those built in, and over them those in a folder of the farm's own. Reads; understands nothing. */
final class ScriptShelf {

    /** A folder inside a jar cannot be listed everywhere, so they are named here. */
    static final List<String> BUILT_IN =
            List.of("echo_sleep_test.js", "simple_blender_render.js", "single_image_render.js");

    private static final String BUILT_IN_FOLDER = "/compilers/";
    /** Flamenco: what is shorter cannot be a script, only a file being made. */
    private static final int SHORTEST_SCRIPT = 8;

    private static final Pattern REQUIRED_FILE =
            Pattern.compile("\\brequire\\s*\\(\\s*(['\"`])(\\.\\.?/[^'\"`]+)\\1\\s*\\)");

    private final Optional<ScriptFiles> folder;

    ScriptShelf(Optional<Path> folder) {
        this.folder = folder.map(ScriptFiles::new);
    }

    /**
     * Looks what has changed.
     *
     * @return whether the contents are others than before
     */
    synchronized boolean look() throws IOException {
        return folder.isPresent() && folder.get().look();
    }

    /**
     * @param scripts in the order of their file names
     * @param problems of files that could not be read
     */
    record Contents(List<Script> scripts, List<ScriptProblem> problems) {}

    /** All scripts, as they were at the last look. Those below the folder's top are modules, not job types. */
    synchronized Contents contents() throws IOException {
        SortedMap<String, String> scripts = new TreeMap<>();
        for (String file : BUILT_IN) {
            scripts.put(file, builtIn(file));
        }
        Map<String, String> own = own();
        own.forEach((file, text) -> {
            if (!file.contains("/") && text.length() >= SHORTEST_SCRIPT) {
                scripts.put(file, text);
            }
        });
        List<ScriptProblem> problems = new ArrayList<>();
        folder.ifPresent(
                files -> files.problems().forEach((file, problem) -> problems.add(ScriptProblem.of(file, problem))));
        // Not what it overrides: it is not what the farm's owner wanted to run.
        problems.forEach(problem -> scripts.remove(problem.script()));
        List<Script> all = scripts.entrySet().stream()
                .map(script -> new Script(
                        script.getKey(),
                        script.getValue(),
                        modulesOf(script.getKey(), script.getValue(), own),
                        !own.containsKey(script.getKey())))
                .toList();
        return new Contents(all, problems);
    }

    /** A script that does not lie in the folder, as if it did. */
    synchronized Script script(String file, String text, Map<String, String> modules) {
        SortedMap<String, String> all = own();
        all.putAll(modules);
        return new Script(file, text, modulesOf(file, text, all));
    }

    private SortedMap<String, String> own() {
        return folder.map(ScriptFiles::texts).orElseGet(TreeMap::new);
    }

    /** What a script requires by a relative path, and what that requires; known beforehand, since a script cannot read files. */
    private static Map<String, String> modulesOf(String script, String text, Map<String, String> files) {
        Map<String, String> modules = new HashMap<>();
        Deque<Map.Entry<String, String>> unread = new ArrayDeque<>();
        unread.add(Map.entry(script, text));
        while (!unread.isEmpty()) {
            Map.Entry<String, String> from = unread.remove();
            Matcher required = REQUIRED_FILE.matcher(from.getValue());
            while (required.find()) {
                String path = resolved(from.getKey(), required.group(2));
                String file = files.containsKey(path) ? path : path + Script.EXTENSION;
                String found = files.get(file);
                if (found != null && !file.equals(script) && modules.putIfAbsent(file, found) == null) {
                    unread.add(Map.entry(file, found));
                }
            }
        }
        return modules;
    }

    /** As {@code job.js} does it. Not a {@code Path}: not every text is one, and this one comes out of a script. */
    private static String resolved(String from, String relative) {
        Deque<String> parts = new ArrayDeque<>(List.of(from.split("/", -1)));
        parts.removeLast();
        for (String part : relative.split("/", -1)) {
            if (!part.equals("..")) {
                if (!part.equals(".")) {
                    parts.addLast(part);
                }
            } else if (parts.pollLast() == null) {
                return "";
            }
        }
        return String.join("/", parts);
    }

    private static String builtIn(String file) throws IOException {
        try (InputStream text = ScriptShelf.class.getResourceAsStream(BUILT_IN_FOLDER + file)) {
            if (text == null) {
                throw new IllegalStateException("The program lacks its file " + BUILT_IN_FOLDER + file);
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
