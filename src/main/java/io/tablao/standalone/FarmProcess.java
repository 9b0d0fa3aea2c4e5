// SPDX-License-Identifier: Apache-2.0
package io.tablao.standalone;

import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The life of a process of a farm: its folder, its servers, its stages; and the end of them in the opposite order. */
final class FarmProcess {
    private static final Logger LOG = Logger.getLogger(FarmProcess.class);
    // Longer than the stages take to end what they are at; servers are not left running because a stage hangs.
    private static final long STAGES_STOP_LIMIT_SECONDS = 60;

    private final FarmPlan plan;
    private final CountDownLatch stagesEnded = new CountDownLatch(1);
    private volatile boolean stopping;

    private FarmProcess(FarmPlan plan) {
        this.plan = plan;
    }

    /** Runs until the process is told to stop. Returns the exit code. */
    static int run(FarmPlan plan) {
        return new FarmProcess(plan).run();
    }

    private int run() {
        checkPort(plan.port());
        try (DataFolder folder = DataFolder.open(plan.data());
                FarmServers servers = FarmServers.start(plan, folder.path())) {
            // A signal stops Quarkus in a hook of its own, and the JVM ends when all hooks have ended: so the servers
            // that the
            // stages use to their last moment are stopped in a hook too, after them.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAfterStages(servers), "farm-servers"));
            try {
                configure(folder, servers);
                return stopping ? 0 : runStages();
            } finally {
                stagesEnded.countDown();
            }
        }
    }

    private void configure(DataFolder folder, FarmServers servers) {
        String bootstrapServers = servers.bootstrapServers();
        DatabaseAddress database = servers.database();
        tellAddresses(folder, bootstrapServers, database);
        FarmConfiguration.of(plan, folder, bootstrapServers, database).forEach(System::setProperty);
        LOG.infof("Kafka at %s, database %s, data in %s", bootstrapServers, database, folder.path());
    }

    private static void tellAddresses(DataFolder folder, String kafka, @Nullable DatabaseAddress database) {
        try {
            if (database == null) {
                ServerAddresses.delete(folder.path());
            } else {
                new ServerAddresses(kafka, database).write(folder.path());
            }
        } catch (IOException e) {
            throw new StartupProblem("The data folder " + folder.path() + " cannot be written: make it writable.", e);
        }
    }

    private static int runStages() {
        AtomicInteger exitCode = new AtomicInteger();
        // Quarkus' own handler would end the JVM here, before the servers are stopped.
        Quarkus.run(FarmApplication.class, (code, problem) -> {
            exitCode.set(code);
            if (problem != null) {
                // Not logged: at this point the log may not be configured yet, or no more.
                problem.printStackTrace();
            }
        });
        return exitCode.get();
    }

    private void stopAfterStages(FarmServers servers) {
        stopping = true;
        try {
            if (!stagesEnded.await(STAGES_STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warnf(
                        "The stages did not stop within %d s; stopping Kafka and PostgreSQL",
                        STAGES_STOP_LIMIT_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        servers.close();
    }

    private static void checkPort(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As Quarkus does; else the port of a farm that has just been stopped counts as taken for a minute.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
        } catch (IOException e) {
            throw new StartupProblem(
                    "Port " + port
                            + " is in use: stop what listens there, or choose another with --port or TABLAO_PORT.",
                    e);
        }
    }
}
