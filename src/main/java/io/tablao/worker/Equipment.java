// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import io.tablao.model.Platform;
import io.tablao.model.Variables;
import io.tablao.worker.command.RunningProcesses;
import java.time.InstantSource;
import java.util.Map;

/**
 * What all slots of a process share.
 *
 * @param ownVariables what {@code {name}} becomes on this machine, whatever the farm says
 * @param logLimit of an attempt, in bytes
 */
record Equipment(
        Outbox outbox,
        Previews previews,
        RunningProcesses processes,
        Map<String, String> ownVariables,
        long logLimit,
        InstantSource clock) {

    /** @param granted none at all: the grant comes from a scheduler that does not know variables yet */
    Variables variablesFor(Variables granted) {
        Variables farm = granted.equals(Variables.NONE) ? Variables.defaults(Platform.current()) : granted;
        return farm.with(ownVariables);
    }
}
