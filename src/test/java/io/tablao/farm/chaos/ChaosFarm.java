// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Some processes of each role over one Kafka and one PostgreSQL. */
final class ChaosFarm implements AutoCloseable {

    /** Everybody is given up soon, so that what was lost comes back within the test. */
    private static final Map<String, String> IMPATIENT = Map.of(
            "TABLAO_SCHEDULER_WORKER_TIMEOUT", "6S",
            "TABLAO_SCHEDULER_GRACE", "2S",
            "TABLAO_SCHEDULER_OFFER_TIMEOUT", "4S",
            "TABLAO_SCHEDULER_DISPATCH_TIMEOUT", "5S",
            "TABLAO_WORKER_HEARTBEAT_INTERVAL", "1S");

    private final Path folder;
    private final int kafkaPort = freePort();
    private final List<Integer> apiPorts = new ArrayList<>();
    private final Database database;
    private final List<JavaProcess> processes = new ArrayList<>();
    private boolean closed;

    private ChaosFarm(Path folder, Path scripts, int slots, int ofEach) {
        this.folder = folder;
        database = new Database(folder.resolve("postgres"));
        processes.add(new JavaProcess(
                "kafka",
                "512m",
                Map.of(),
                folder.resolve("kafka.log"),
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        KafkaProcess.class.getName(),
                        folder.resolve("kafka").toString(),
                        Integer.toString(kafkaPort))));
        // A machine that starts a dozen programs at once is slow, and its scripts are not to blame.
        Map<String, String> withScripts =
                Map.of("TABLAO_COMPILERS_DIR", scripts.toString(), "TABLAO_COMPILER_TIME_LIMIT", "2M");
        for (int number = 1; number <= ofEach; number++) {
            int port = freePort();
            apiPorts.add(port);
            processes.add(farm("centre-" + number, "api,compiler,projector", "384m", withScripts, port, 0));
            processes.add(farm("scheduler-" + number, "scheduler", "256m", Map.of(), 0, 0));
            processes.add(farm("worker-" + number, "worker", "192m", Map.of(), 0, slots));
        }
    }

    /**
     * @param slots of each worker process
     * @param ofEach how many processes of each role
     */
    static ChaosFarm start(Path folder, Path scripts, int slots, int ofEach) {
        var farm = new ChaosFarm(folder, scripts, slots, ofEach);
        // Nothing is to outlive a test that is broken off.
        Runtime.getRuntime().addShutdownHook(new Thread(farm::close, "end-of-chaos"));
        farm.processes.forEach(JavaProcess::start);
        return farm;
    }

    private JavaProcess farm(
            String name, String roles, String heap, Map<String, String> environment, int port, int slots) {
        List<String> arguments = new ArrayList<>(List.of(
                "-jar",
                "target/quarkus-app/quarkus-run.jar",
                "up",
                "--roles",
                roles,
                "--port",
                Integer.toString(port),
                "--workers",
                Integer.toString(slots),
                "--kafka",
                kafka(),
                "--data",
                folder.resolve(name).toString()));
        if (!roles.equals("worker")) {
            arguments.addAll(List.of("--database", database.url()));
        }
        Map<String, String> all = new HashMap<>(IMPATIENT);
        all.putAll(environment);
        return new JavaProcess(name, heap, all, folder.resolve(name + ".log"), arguments);
    }

    String kafka() {
        return "localhost:" + kafkaPort;
    }

    Database database() {
        return database;
    }

    List<String> urls() {
        return apiPorts.stream().map(port -> "http://localhost:" + port).toList();
    }

    List<Victim> victims() {
        List<Victim> victims = new ArrayList<>(processes);
        victims.add(database);
        return victims;
    }

    Victim victim(String name) {
        return victims().stream()
                .filter(victim -> victim.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Processes that have ended by themselves. */
    List<String> missing() {
        return processes.stream()
                .filter(process -> !process.isAlive())
                .map(JavaProcess::name)
                .toList();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (JavaProcess process : processes.reversed()) {
            if (process.isAlive()) {
                process.resume();
                process.kill();
            }
        }
        database.resume();
        database.end();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
