// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

/**
 * The status that a worker is to go to.
 *
 * @param lazy whether it may end its current task first
 */
public record RequestedStatus(WorkerStatus status, boolean lazy) {}
