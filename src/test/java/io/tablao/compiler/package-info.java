// SPDX-License-Identifier: Apache-2.0

/** Tests of the compiler, with the real sandbox. */
@NullMarked
package io.tablao.compiler;

import org.jspecify.annotations.NullMarked;
