// SPDX-License-Identifier: Apache-2.0
package io.tablao.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Loopback ports for the servers that a farm brings along. */
final class LoopbackPort {
    // Below the ranges from which systems take the ports of outgoing connections: one of those cannot take a port
    // between
    // our look and the server's bind.
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final int TRIES = 1_000;

    private LoopbackPort() {}

    static int free() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new StartupProblem("No free port between " + FIRST + " and " + LAST
                + " was found for Kafka and PostgreSQL:" + " end what occupies them, or give --kafka and --database.");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
