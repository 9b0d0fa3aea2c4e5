// SPDX-License-Identifier: Apache-2.0
/** Tests of what holds for the whole source. */
@NullMarked
package io.tablao;

import org.jspecify.annotations.NullMarked;
