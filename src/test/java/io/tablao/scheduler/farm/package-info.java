// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.tablao.scheduler.farm;

import org.jspecify.annotations.NullMarked;
