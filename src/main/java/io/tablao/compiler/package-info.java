// SPDX-License-Identifier: Apache-2.0

/**
 * Stage 2 of 6. In: submissions. Out: commands. Runs the script of a job's type in a sandbox and sends the tasks that it
 * authored, in chunks, to the job; knows which job types there are.
 */
@NullMarked
package io.tablao.compiler;

import org.jspecify.annotations.NullMarked;
