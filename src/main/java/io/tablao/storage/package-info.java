// SPDX-License-Identifier: Apache-2.0
/**
 * What the farm keeps in files besides its state: the store of uploaded files with the checkouts that jobs make of it, and a folder
 * for each job; and what becomes of them when jobs are deleted. Task logs travel over Kafka and lie in PostgreSQL, so they need
 * nothing here.
 */
@NullMarked
package io.tablao.storage;

import org.jspecify.annotations.NullMarked;
