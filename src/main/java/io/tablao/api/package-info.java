// SPDX-License-Identifier: Apache-2.0

/**
 * Stage 1 of 6: HTTP. In: requests, answers. Out: commands, submissions. What people ask for is checked, becomes a command,
 * and is answered when the scheduler has decided and the projection shows it; everything that is read comes from the
 * projection. Paths and shapes under {@code /api/v3} are those of Flamenco.
 */
@NullMarked
package io.tablao.api;

import org.jspecify.annotations.NullMarked;
