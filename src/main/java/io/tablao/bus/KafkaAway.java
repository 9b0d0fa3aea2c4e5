// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import org.jspecify.annotations.Nullable;

/** Kafka did not take a message in time. Whether it has arrived nevertheless is not always known. */
public final class KafkaAway extends RuntimeException {

    private static final long serialVersionUID = 1;

    public KafkaAway(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
