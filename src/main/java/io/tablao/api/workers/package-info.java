// SPDX-License-Identifier: Apache-2.0

/**
 * Workers, as Flamenco shapes them.
 */
@NullMarked
package io.tablao.api.workers;

import org.jspecify.annotations.NullMarked;
