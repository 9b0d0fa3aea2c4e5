// SPDX-License-Identifier: Apache-2.0
/**
 * What the farm keeps besides its state: previews and shared files. Task logs travel over Kafka and lie in PostgreSQL, so they
 * need nothing here.
 */
@NullMarked
package io.tablao.storage;

import org.jspecify.annotations.NullMarked;
