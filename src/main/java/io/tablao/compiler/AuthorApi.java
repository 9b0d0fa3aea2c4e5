// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/**
 * What scripts may call, written in JavaScript itself: so hardly anything of this process ever enters the sandbox. Installed
 * into a context before the script is.
 */
final class AuthorApi {

    static final String FOLDER = "author-api/";

    /** Before the text of a module; on the same line, so that line numbers stay. */
    static final String MODULE_HEAD = "(function (exports, require, module) {";

    private static final String MODULE_TAIL = "\n})";

    // The first one takes care of the language that the others use; the last one hands back the doors to it all.
    private static final List<Source> FILES = List.of(
            load("language.js"),
            load("frames.js"),
            load("path.js"),
            load("shell.js"),
            load("surroundings.js"),
            load("author.js"),
            load("job.js"));
    private static final Source NEW_API =
            Source.newBuilder("js", "({ globals: {} })", FOLDER + "api").buildLiteral();

    private static final Source NEW_LIMITS =
            Source.newBuilder("js", "({})", FOLDER + "limits").buildLiteral();

    private AuthorApi() {}

    /**
     * @param tasksAuthored told now and then how many tasks there are; no part of it can be reached by the script
     * @return an object with the functions {@code describe}, {@code compile} and {@code nextTasks}
     */
    static Value install(
            Context context, Script script, ParsedSources sources, Allowance allowance, IntConsumer tasksAuthored) {
        Value api = context.eval(NEW_API);
        Value limits = context.eval(NEW_LIMITS);
        limits.putMember("tasks", allowance.tasks());
        limits.putMember("commands", allowance.commands());
        ProxyExecutable tell = arguments -> {
            tasksAuthored.accept(arguments[0].asInt());
            return null;
        };
        Value doors = api;
        for (Source file : FILES) {
            doors = context.eval(file).execute(api, platform(), folder(), limits, tell);
        }
        Value addModule = doors.getMember("addModule");
        script.modules().forEach((path, text) -> {
            Source module = sources.of(path, MODULE_HEAD + text + MODULE_TAIL);
            addModule.execute(path, context.eval(module));
        });
        return doors;
    }

    /** Flamenco: {@code linux}, {@code windows} or {@code darwin}. */
    private static String platform() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return "windows";
        }
        return name.startsWith("mac") ? "darwin" : "linux";
    }

    private static String folder() {
        return System.getProperty("user.dir", "/");
    }

    private static Source load(String name) {
        try (InputStream text = AuthorApi.class.getResourceAsStream("/" + FOLDER + name)) {
            if (text == null) {
                throw new IllegalStateException("The program lacks its file " + FOLDER + name);
            }
            return Source.newBuilder("js", new String(text.readAllBytes(), StandardCharsets.UTF_8), FOLDER + name)
                    .internal(true)
                    .buildLiteral();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
