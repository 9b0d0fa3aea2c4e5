// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

/**
 * Why a command was not carried out.
 *
 * @param message one sentence for the person who asked
 */
public record Refusal(Kind kind, String message) {

    /** What kind of refusal it is, as HTTP distinguishes them. */
    public enum Kind {
        /** What was asked for does not exist. */
        NOT_FOUND,
        /** It does not go with the state that things are in. */
        CONFLICT,
        /** It never makes sense, such as a script's rejection of its settings. */
        INVALID,
        /** Whom it is asked of is not able to. */
        UNABLE
    }
}
