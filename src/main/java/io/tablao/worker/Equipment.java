// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import io.tablao.model.Variables;
import io.tablao.worker.command.RunningProcesses;
import java.time.InstantSource;

/**
 * What all slots of a process share.
 *
 * @param logLimit of an attempt, in bytes
 */
record Equipment(Outbox outbox, RunningProcesses processes, Variables variables, long logLimit, InstantSource clock) {}
