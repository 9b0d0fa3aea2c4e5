// SPDX-License-Identifier: Apache-2.0

/**
 * Job types, submissions, jobs and their tasks, and what they have rendered last, as Flamenco shapes them.
 */
@NullMarked
package io.tablao.api.jobs;

import org.jspecify.annotations.NullMarked;
