// SPDX-License-Identifier: Apache-2.0
/** What tests of the whole farm share: Kafka and PostgreSQL, and the farm as its users start it. */
@NullMarked
package io.tablao.farm;

import org.jspecify.annotations.NullMarked;
