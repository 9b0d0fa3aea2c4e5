// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import org.jspecify.annotations.Nullable;

/** A record on a topic is not a message that this program knows. */
public final class UnreadableMessage extends RuntimeException {

    private static final long serialVersionUID = 1;

    public UnreadableMessage(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
