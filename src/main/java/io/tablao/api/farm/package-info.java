// SPDX-License-Identifier: Apache-2.0

/**
 * What Tablao tells beyond Flamenco: progress in numbers, queues, whole logs, a job's history, its script, and what a deletion
 * would take.
 */
@NullMarked
package io.tablao.api.farm;

import org.jspecify.annotations.NullMarked;
