// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.tablao.storage;

import org.jspecify.annotations.NullMarked;
