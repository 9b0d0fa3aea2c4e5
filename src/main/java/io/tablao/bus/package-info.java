// SPDX-License-Identifier: Apache-2.0

/**
 * How messages travel: the codec, partitions, topics and their creation, roles of a process, and the loops on the plain
 * Kafka client where SmallRye Reactive Messaging has no word for what is needed.
 */
@NullMarked
package io.tablao.bus;

import org.jspecify.annotations.NullMarked;
