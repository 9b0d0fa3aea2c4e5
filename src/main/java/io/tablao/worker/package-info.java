// SPDX-License-Identifier: Apache-2.0

/**
 * Stage 4 of 6: carries tasks out. In: dispatches of the task types that it accepts, and its inbox. Out: commands (sign-on,
 * start, progress, end), task logs and previews. A process has several slots; each is one worker of the farm with a lasting id, and runs
 * one task at a time.
 */
@NullMarked
package io.tablao.worker;

import org.jspecify.annotations.NullMarked;
