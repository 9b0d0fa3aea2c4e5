// SPDX-License-Identifier: Apache-2.0

/**
 * What Tablao tells beyond Flamenco: progress in numbers, queues, whole logs, a job's history, and what a deletion would take; and
 * what the dashboard's pages show: lists of any number of jobs, a job's tasks, graph and attempts, workers, and the farm at a glance.
 */
@NullMarked
package io.tablao.api.farm;

import org.jspecify.annotations.NullMarked;
