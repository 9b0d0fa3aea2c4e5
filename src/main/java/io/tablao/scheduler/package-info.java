// SPDX-License-Identifier: Apache-2.0

/**
 * Stage 3 of 6. In: commands. Out: events, state, tasks, inbox, answers. Owns every status: shards decide commands one by
 * one, each batch in one transaction, and recover from the state that they have written.
 */
@NullMarked
package io.tablao.scheduler;

import org.jspecify.annotations.NullMarked;
