// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import java.time.Duration;

/** How a run in the sandbox ended. */
sealed interface SandboxResult {

    /**
     * @param json what the run hands back, written by the author API
     * @param script how long the script itself ran, without the writing of what it made
     */
    record Returned(String json, Duration script) implements SandboxResult {}

    record Stopped(ScriptProblem problem) implements SandboxResult {}
}
