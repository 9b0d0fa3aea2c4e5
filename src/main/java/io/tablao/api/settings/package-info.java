// SPDX-License-Identifier: Apache-2.0

/** What people set for the farm as a whole: read, changed, imported and exported. */
@NullMarked
package io.tablao.api.settings;

import org.jspecify.annotations.NullMarked;
