// SPDX-License-Identifier: Apache-2.0

/**
 * The farm as a whole: what people can change while it runs, and what belongs to no job, worker or queue. There is one. Its
 * parts are named by kind, {@code settings} and {@code tag/…}, so that more kinds can stand beside each other. Pure.
 */
@NullMarked
package io.tablao.scheduler.farm;

import org.jspecify.annotations.NullMarked;
