// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import org.jspecify.annotations.Nullable;

/** A command cannot do what it was asked for; the message is one sentence for the person at the terminal. */
public class CommandProblem extends RuntimeException {

    private static final long serialVersionUID = 1;

    public CommandProblem(String message) {
        this(message, null);
    }

    public CommandProblem(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
