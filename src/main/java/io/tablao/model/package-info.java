// SPDX-License-Identifier: Apache-2.0

/**
 * The words of the field: ids, statuses and value records that every stage shares. Nothing here knows Kafka, PostgreSQL,
 * Quarkus or JSON; nothing reads a clock.
 */
@NullMarked
package io.tablao.model;

import org.jspecify.annotations.NullMarked;
