// SPDX-License-Identifier: Apache-2.0
/**
 * The projection as its readers see it: rows, queries, and a way to wait until an event is in it. Nothing here writes, and
 * nothing decides on what it reads.
 */
@NullMarked
package io.tablao.readmodel;

import org.jspecify.annotations.NullMarked;
