// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import org.jspecify.annotations.Nullable;

/**
 * A submission that made no job.
 *
 * @param sentence for the submitter; further lines show the place in the script
 * @param problem where the script went wrong; null: the script was not to blame
 */
public record CompilationFailure(String sentence, @Nullable ScriptProblem problem) implements Compilation {

    static CompilationFailure of(ScriptProblem problem) {
        return new CompilationFailure(problem.report(), problem);
    }

    static CompilationFailure of(String sentence) {
        return new CompilationFailure(sentence, null);
    }
}
