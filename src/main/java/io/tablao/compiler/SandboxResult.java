// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

/** How a run in the sandbox ended. */
sealed interface SandboxResult {

    /** @param json what the run hands back, written by the author API */
    record Returned(String json) implements SandboxResult {}

    record Stopped(ScriptProblem problem) implements SandboxResult {}
}
