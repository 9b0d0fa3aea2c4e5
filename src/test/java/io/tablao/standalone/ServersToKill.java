// SPDX-License-Identifier: Apache-2.0
package io.tablao.standalone;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Kafka and PostgreSQL in a JVM of their own, so that a test can kill it as a power cut would. */
final class ServersToKill {
    private static final String READY = "ready ";

    private ServersToKill() {}

    /** The JVM's own side: starts both on the folder, says how to reach them, and waits to be killed. */
    public static void main(String[] args) throws InterruptedException {
        Path folder = Path.of(args[0]);
        PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"), Path.of(args[1]));
        EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        DatabaseAddress address = postgres.address();
        System.out.println(READY + kafka.bootstrapServers() + " " + address.jdbcUrl() + " " + address.user() + " "
                + address.password());
        Thread.currentThread().join();
    }

    /** A running JVM with the servers' addresses. */
    record Running(Process process, String kafka, String jdbcUrl, String user, String password) {
        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }

    static Running start(Path folder, Path programs) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServersToKill.class.getName(),
                        folder.toString(),
                        programs.toString()))
                .redirectErrorStream(true)
                .start();
        StringBuilder output = new StringBuilder();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                if (line.startsWith(READY)) {
                    String[] said = line.split(" ", -1);
                    return new Running(process, said[1], said[2], said[3], said[4]);
                }
            }
        }
        throw new IOException("The servers did not start:\n" + output);
    }
}
