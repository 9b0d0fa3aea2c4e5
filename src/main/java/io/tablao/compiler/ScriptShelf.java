// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
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
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Where scripts come from: those built in, and over them those in a folder of the farm's own. Reads; understands nothing. */
final class ScriptShelf {

    private static final Logger LOG = Logger.getLogger(ScriptShelf.class);

    /** A folder inside a jar cannot be listed everywhere, so they are named here. */
    static final List<String> BUILT_IN =
            List.of("echo_sleep_test.js", "simple_blender_render.js", "single_image_render.js");

    private static final String BUILT_IN_FOLDER = "/compilers/";
    /** Flamenco: what is shorter cannot be a script, only a file being made. */
    private static final int SHORTEST_SCRIPT = 8;

    private static final int DEEPEST_FOLDER = 4;
    private static final Pattern REQUIRED_FILE =
            Pattern.compile("\\brequire\\s*\\(\\s*(['\"`])(\\.\\.?/[^'\"`]+)\\1\\s*\\)");

    private final Optional<Path> folder;

    ScriptShelf(Optional<Path> folder) {
        this.folder = folder;
    }

    /** What the folder looks like from outside; unequal when a file in it came, went or changed. */
    record Stamp(Map<Path, FileStamp> files) {}

    record FileStamp(FileTime modified, long bytes) {}

    Stamp stamp() throws IOException {
        Map<Path, FileStamp> files = new HashMap<>();
        if (folder.isPresent() && Files.isDirectory(folder.get())) {
            try (Stream<Path> found = Files.find(folder.get(), DEEPEST_FOLDER, ScriptShelf::isScript)) {
                for (Path file : found.toList()) {
                    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                    files.put(file, new FileStamp(attributes.lastModifiedTime(), attributes.size()));
                }
            }
        }
        return new Stamp(files);
    }

    /**
     * @param scripts in the order of their file names
     * @param problems of files that could not be read
     */
    record Contents(List<Script> scripts, List<ScriptProblem> problems) {}

    /** All scripts. Those below the folder's top are modules, not job types. */
    Contents read() throws IOException {
        SortedMap<String, String> scripts = new TreeMap<>();
        for (String file : BUILT_IN) {
            scripts.put(file, builtIn(file));
        }
        List<ScriptProblem> problems = new ArrayList<>();
        Map<String, String> own = texts(problems);
        own.forEach((file, text) -> {
            if (!file.contains("/") && text.length() >= SHORTEST_SCRIPT) {
                scripts.put(file, text);
            }
        });
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
    Script script(String file, String text, Map<String, String> modules) throws IOException {
        SortedMap<String, String> all = texts(new ArrayList<>());
        all.putAll(modules);
        return new Script(file, text, modulesOf(file, text, all));
    }

    private SortedMap<String, String> texts(List<ScriptProblem> problems) throws IOException {
        SortedMap<String, String> texts = new TreeMap<>();
        if (folder.isEmpty()) {
            return texts;
        }
        if (!Files.isDirectory(folder.get())) {
            LOG.warnf("There is no folder %s, so there are no job types but those built in", folder.get());
            return texts;
        }
        try (Stream<Path> found = Files.find(folder.get(), DEEPEST_FOLDER, ScriptShelf::isScript)) {
            for (Path file : found.toList()) {
                String name = slashed(folder.get().relativize(file));
                try {
                    // Not readString, which refuses a whole file for one wrong byte in a comment.
                    texts.put(name, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
                } catch (IOException e) {
                    problems.add(ScriptProblem.of(name, "The file cannot be read: " + e));
                }
            }
        }
        return texts;
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
                String path = slashed(
                        Path.of(from.getKey()).resolveSibling(required.group(2)).normalize());
                String file = files.containsKey(path) ? path : path + Script.EXTENSION;
                String found = files.get(file);
                if (found != null && !file.equals(script) && modules.putIfAbsent(file, found) == null) {
                    unread.add(Map.entry(file, found));
                }
            }
        }
        return modules;
    }

    private static String slashed(Path path) {
        return path.toString().replace('\\', '/');
    }

    private static boolean isScript(Path path, BasicFileAttributes attributes) {
        return attributes.isRegularFile() && path.toString().endsWith(Script.EXTENSION);
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
