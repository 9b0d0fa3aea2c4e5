// SPDX-License-Identifier: Apache-2.0

/**
 * What a task does on a worker: one runner a command, and the child processes that they start. In: a granted task's
 * definition and the worker's variables. Out: log lines, steps, produced files and how the task ended, all told to a
 * {@link io.tablao.worker.command.TaskContext}. Nothing here knows Kafka or the scheduler.
 */
@NullMarked
package io.tablao.worker.command;

import org.jspecify.annotations.NullMarked;
