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

    /** @param again whether it may end better another time: a limit was hit, which may come of a machine that is short of all */
    record Stopped(ScriptProblem problem, boolean again) implements SandboxResult {}
}
