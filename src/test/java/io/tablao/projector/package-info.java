// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.tablao.projector;

import org.jspecify.annotations.NullMarked;
