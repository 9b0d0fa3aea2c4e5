// SPDX-License-Identifier: Apache-2.0

/**
 * A queue: what waits for the workers of one task type (and tag), in the order in which it runs, and how much of it is
 * dispatched at once. Commands of jobs, workers and timers in; dispatches, offers and measurements out. Pure.
 */
@NullMarked
package io.tablao.scheduler.queue;

import org.jspecify.annotations.NullMarked;
