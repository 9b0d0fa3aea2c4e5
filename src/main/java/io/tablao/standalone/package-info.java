// SPDX-License-Identifier: Apache-2.0
/**
 * The composition root: which stages this process runs, and, for a farm in one command, the Kafka and PostgreSQL that
 * it brings along. It may import everything and nothing imports it.
 */
@NullMarked
package io.tablao.standalone;

import org.jspecify.annotations.NullMarked;
