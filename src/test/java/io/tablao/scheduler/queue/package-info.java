// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.tablao.scheduler.queue;

import org.jspecify.annotations.NullMarked;
