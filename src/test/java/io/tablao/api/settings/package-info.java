// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.tablao.api.settings;

import org.jspecify.annotations.NullMarked;
