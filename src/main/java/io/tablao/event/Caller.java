// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import java.util.UUID;

/**
 * Where the answer to a worker's call goes: to the api process that serves it just now, whichever that is.
 *
 * @param api name of the api process
 * @param request which of its requests waits
 */
public record Caller(String api, UUID request) {}
