// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;

/** Tells what job type a script would be, for whoever is writing it. Keeps nothing. */
@Singleton
public class ScriptDescriber {

    /** What came of reading a script. */
    public sealed interface Description {}

    /** It is a job type. */
    public record Described(JobType type) implements Description {}

    /** It is none. */
    public record Faulty(ScriptProblem problem) implements Description {}

    private final JobTypes types;

    @Inject
    ScriptDescriber(JobTypes types) {
        this.types = types;
    }

    /** Waits for the sandbox; compileJob is not called. */
    public Description describe(String text, Map<String, String> modules) {
        return switch (types.describe(types.script("script", text, modules))) {
            case CatalogueReader.Understood understood -> new Described(understood.type());
            case CatalogueReader.Broken broken -> new Faulty(broken.problem());
        };
    }
}
