// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.work;

import io.tablao.model.WorkerId;

/** A worker that has proved who it is. */
public record KnownWorker(WorkerId id) {}
