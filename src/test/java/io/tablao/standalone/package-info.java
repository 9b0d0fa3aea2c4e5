// SPDX-License-Identifier: Apache-2.0
/** Tests of the composition root: what a farm brings along, and how it comes back after it was killed. */
@NullMarked
package io.tablao.standalone;

import org.jspecify.annotations.NullMarked;
