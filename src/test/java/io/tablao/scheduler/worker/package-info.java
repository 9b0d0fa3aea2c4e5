// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.tablao.scheduler.worker;

import org.jspecify.annotations.NullMarked;
