// SPDX-License-Identifier: Apache-2.0

/**
 * A worker: its session, its status, and whether it lives. What others decide on is told to every shard's roster. Pure.
 */
@NullMarked
package io.tablao.scheduler.worker;

import org.jspecify.annotations.NullMarked;
