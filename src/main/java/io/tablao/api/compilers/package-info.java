// SPDX-License-Identifier: Apache-2.0
/** Stage 1, for the authors of job compiler scripts: what job types there are, what is wrong with scripts, and trying one out. */
@NullMarked
package io.tablao.api.compilers;

import org.jspecify.annotations.NullMarked;
