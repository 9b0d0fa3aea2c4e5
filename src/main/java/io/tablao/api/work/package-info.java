// SPDX-License-Identifier: Apache-2.0

/**
 * What workers that speak HTTP call, as Flamenco's workers do. Who calls is known by its secret; everything else is a call to
 * the worker's entity, so that any api process serves any worker, with PostgreSQL or without it; but for what is shown, which is of no
 * use without it.
 */
@NullMarked
package io.tablao.api.work;

import org.jspecify.annotations.NullMarked;
