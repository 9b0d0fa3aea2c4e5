// SPDX-License-Identifier: Apache-2.0

/**
 * Makes small images of what was rendered, for whoever shows it: workers of theirs, the api of what comes over HTTP. Blocks, and takes
 * the memory that its limits say; who calls it decides on which thread.
 */
@NullMarked
package io.tablao.preview;

import org.jspecify.annotations.NullMarked;
