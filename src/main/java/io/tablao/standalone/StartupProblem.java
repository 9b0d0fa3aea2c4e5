// SPDX-License-Identifier: Apache-2.0
package io.tablao.standalone;

/** What keeps a farm from starting, as one sentence that tells the person at the terminal what to do. */
public final class StartupProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartupProblem(String sentence) {
        super(sentence);
    }

    public StartupProblem(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
