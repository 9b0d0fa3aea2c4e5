// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

/** Looks at processes as the worker does, for tests elsewhere. */
public final class Processes {

    private Processes() {}

    /** Whether it runs: one that has ended, and that nobody has asked about yet, does not, though Java has it alive. */
    public static boolean runs(ProcessHandle process) {
        return ProcessTree.runs(process);
    }
}
