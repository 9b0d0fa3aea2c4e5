// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

/** What came of running a script for a submission. */
public sealed interface Compilation permits AuthoredJob, CompilationFailure {}
