// SPDX-License-Identifier: Apache-2.0
/**
 * The commands of {@code ./tablao} that talk to a farm, one class each. They reach it over HTTP only and run without
 * Quarkus, so that they answer at once.
 */
@NullMarked
package io.tablao.cli;

import org.jspecify.annotations.NullMarked;
