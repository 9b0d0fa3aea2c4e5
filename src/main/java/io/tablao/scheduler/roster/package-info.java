// SPDX-License-Identifier: Apache-2.0

/**
 * A shard's roster: what the shard was told of the farm's workers. A change of it returns tasks to jobs and wakes queues.
 * Pure.
 */
@NullMarked
package io.tablao.scheduler.roster;

import org.jspecify.annotations.NullMarked;
