// SPDX-License-Identifier: Apache-2.0
/** The dashboard in a browser, in front of a real farm. */
@NullMarked
package io.tablao.dashboard;

import org.jspecify.annotations.NullMarked;
