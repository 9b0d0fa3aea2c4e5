// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

/** A command could not do what was asked of it; the message says why, to the person whose task it is. */
public final class CommandFailed extends Exception {

    public CommandFailed(String message) {
        super(message);
    }

    public CommandFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
