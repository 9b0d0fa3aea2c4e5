// SPDX-License-Identifier: Apache-2.0

/**
 * Shaman: submitters upload a job's files, each once however many jobs need it, and have them put together into the folder of
 * a job. Paths and shapes are those of Flamenco.
 */
@NullMarked
package io.tablao.api.shaman;

import org.jspecify.annotations.NullMarked;
