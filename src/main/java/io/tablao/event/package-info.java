// SPDX-License-Identifier: Apache-2.0

/**
 * The wire contract: what stages say to each other over Kafka. Commands ask and may be refused, events tell what happened,
 * notices go to one worker, state is what a shard recovers from. Each message is a record of a sealed interface; on the
 * wire it travels in an {@link io.tablao.event.Envelope} as JSON, and a stored example of every version decodes for ever.
 */
@NullMarked
package io.tablao.event;

import org.jspecify.annotations.NullMarked;
