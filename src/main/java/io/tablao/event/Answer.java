// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of a command that carried {@code replyTo}. */
public sealed interface Answer extends Message {

    /** The api instance that asked. */
    String to();

    /** Id of the command's envelope, or, for a compilation's end, of the submission's. */
    UUID command();

    @Override
    default String key() {
        return to();
    }

    /**
     * @param partition of the events topic; null: nothing changed, so there is nothing to wait for
     * @param offset of the command's last event
     */
    record Accepted(
            String to,
            UUID command,
            @Nullable Integer partition,
            @Nullable Long offset) implements Answer {}

    @Version(2)
    record Rejected(String to, UUID command, Refusal refusal) implements Answer {}
}
