// SPDX-License-Identifier: Apache-2.0
/**
 * A farm of many processes whose processes, Kafka and database are killed, paused and restarted while it works; afterwards
 * everything that is written down about it must tell one and the same story.
 */
@org.jspecify.annotations.NullMarked
package io.tablao.farm.chaos;
