// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

/**
 * The farm in a few numbers.
 *
 * @param unfinishedJobs jobs of which something is to be done: queued, active, or about to be
 */
public record FarmCounts(long awakeWorkers, long asleepWorkers, long startingWorkers, long unfinishedJobs) {}
