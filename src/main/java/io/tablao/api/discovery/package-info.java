// SPDX-License-Identifier: Apache-2.0

/** Discovery: workers search for a farm on their network by SSDP, as Flamenco's do, and are told its address. */
@NullMarked
package io.tablao.api.discovery;

import org.jspecify.annotations.NullMarked;
