// SPDX-License-Identifier: Apache-2.0
/** How workers behave: their rules alone, and their slots with a Kafka and a scheduler that the test plays. */
@NullMarked
package io.tablao.worker;

import org.jspecify.annotations.NullMarked;
