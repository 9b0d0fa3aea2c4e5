// SPDX-License-Identifier: Apache-2.0

/** Variables in JSON: the settings that come with a submission, and the parameters of a command that is handed out. */
@NullMarked
package io.tablao.variables;

import org.jspecify.annotations.NullMarked;
