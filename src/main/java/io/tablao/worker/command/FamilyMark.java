// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import io.tablao.model.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * A mark in the environment of a child process, which all that it starts inherit. On Linux it finds those whose parents
 * have ended, which nothing else connects with the child any more.
 */
record FamilyMark(String value) {

    private static final Logger LOG = Logger.getLogger(FamilyMark.class);

    private static final String NAME = "TABLAO_CHILD";

    static FamilyMark fresh() {
        return new FamilyMark(UUID.randomUUID().toString());
    }

    void put(ProcessBuilder child) {
        child.environment().put(NAME, value);
    }

    /** Whoever bears the mark and runs; nobody on platforms that do not show other processes' environments. */
    Stream<ProcessHandle> bearers() {
        return Platform.current() == Platform.LINUX
                ? ProcessHandle.allProcesses().filter(this::isOn)
                : Stream.empty();
    }

    private boolean isOn(ProcessHandle process) {
        String wanted = NAME + "=" + value;
        try {
            byte[] environment = Files.readAllBytes(Path.of("/proc", String.valueOf(process.pid()), "environ"));
            return Arrays.asList(new String(environment, StandardCharsets.UTF_8).split("\0", -1))
                    .contains(wanted);
        } catch (IOException notOurs) {
            // It has ended meanwhile, or is another user's.
            LOG.tracef(notOurs, "The environment of process %d cannot be read", process.pid());
            return false;
        }
    }
}
