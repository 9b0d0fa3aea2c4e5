// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.tablao.cli;

import org.jspecify.annotations.NullMarked;
