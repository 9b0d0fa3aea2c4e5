// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.tablao.api.discovery;

import org.jspecify.annotations.NullMarked;
