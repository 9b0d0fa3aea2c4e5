// SPDX-License-Identifier: Apache-2.0

/**
 * The job entity: a job with its tasks, what may be asked of them, what comes of it, and how it is remembered. Pure: it
 * knows neither clock nor Kafka, and of other entities only what it tells them.
 */
@NullMarked
package io.tablao.scheduler.job;

import org.jspecify.annotations.NullMarked;
