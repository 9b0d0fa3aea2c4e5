// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

/**
 * A task that is ready, as a queue orders it.
 *
 * @param index the task's place in its job
 * @param attempt the attempt that its next dispatch or offer carries
 * @param priority the task's own priority
 */
public record QueuedTask(int index, int attempt, int priority) {}
