// SPDX-License-Identifier: Apache-2.0
/** What a job makes of its commands, rule by rule, and that no order of commands breaks it. */
@NullMarked
package io.tablao.scheduler.job;

import org.jspecify.annotations.NullMarked;
