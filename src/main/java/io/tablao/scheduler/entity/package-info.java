// SPDX-License-Identifier: Apache-2.0

/**
 * What every entity of the scheduler is made of: decisions with their events and effects, state in parts whose changes are
 * journaled, and the rules of the farm. Pure: no clock, no random, no Kafka.
 */
@NullMarked
package io.tablao.scheduler.entity;

import org.jspecify.annotations.NullMarked;
