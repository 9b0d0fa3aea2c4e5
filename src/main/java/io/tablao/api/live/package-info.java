// SPDX-License-Identifier: Apache-2.0
/**
 * Stage 6 of 6, as far as it needs a server. In: events. Out: what browsers are told as soon as it can be read: which jobs, tasks
 * and workers are no longer as they were.
 */
@NullMarked
package io.tablao.api.live;

import org.jspecify.annotations.NullMarked;
