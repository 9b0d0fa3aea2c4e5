// SPDX-License-Identifier: Apache-2.0
/**
 * Stage 5 of 6. In: events, task logs, previews. Out: rows in PostgreSQL. Folds each batch of records into a few set-based statements
 * and writes them together with the batch's offsets in one transaction, so that every event is projected exactly once.
 */
@NullMarked
package io.tablao.projector;

import org.jspecify.annotations.NullMarked;
