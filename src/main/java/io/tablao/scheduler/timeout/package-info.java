// SPDX-License-Identifier: Apache-2.0

/**
 * Keyed timers: the way in which time enters, as commands.
 */
@NullMarked
package io.tablao.scheduler.timeout;

import org.jspecify.annotations.NullMarked;
