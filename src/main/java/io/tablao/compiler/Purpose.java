// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

/** What a script is run for. Each has threads of its own, so that none holds up another. */
enum Purpose {
    /** To make the tasks of a submitted job. */
    SUBMISSION,
    /** To show somebody what it would make. */
    TRIAL,
    /** To learn which job type it is of. */
    CATALOGUE
}
