// SPDX-License-Identifier: Apache-2.0
package io.tablao.standalone;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker (KRaft, one node) in this JVM, on free loopback ports, with its log in a folder that outlives it. It
 * survives a {@code kill -9}, and its ports change from start to start.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final int NODE = 1;

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedKafka(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /** Starts the broker on the folder, which it formats if that is new; returns when it serves clients. */
    public static EmbeddedKafka start(Path folder) {
        return start(folder, LoopbackPort.free());
    }

    /** Likewise, on a port that the caller knows to be free: clients of an earlier start find it again. */
    public static EmbeddedKafka start(Path folder, int port) {
        int controllerPort = LoopbackPort.free();
        try {
            Files.createDirectories(folder);
            if (!Files.exists(folder.resolve("meta.properties"))) {
                format(folder);
            }
            KafkaRaftServer server =
                    new KafkaRaftServer(new KafkaConfig(settings(folder, port, controllerPort)), Time.SYSTEM);
            server.startup();
            return new EmbeddedKafka(server, "localhost:" + port);
        } catch (Exception e) {
            throw new StartupProblem(
                    "The embedded Kafka did not start on " + folder + " (" + e.getMessage()
                            + "): mend that, or give a Kafka of your own with --kafka.",
                    e);
        }
    }

    /** {@code host:port}, as Kafka clients take it. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path folder) throws Exception {
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(folder.toString())
                    .addDirectory(folder.toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    // A first start that was killed half-way may have left files behind.
                    .setIgnoreFormatted(true)
                    .setPrintStream(silent)
                    .run();
        }
    }

    private static Map<String, String> settings(Path folder, int port, int controllerPort) throws IOException {
        return Map.ofEntries(
                entry("process.roles", "broker,controller"),
                entry("node.id", Integer.toString(NODE)),
                entry("listeners", "PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controllerPort),
                entry("advertised.listeners", "PLAINTEXT://localhost:" + port),
                entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                entry("inter.broker.listener.name", "PLAINTEXT"),
                entry("controller.listener.names", "CONTROLLER"),
                entry("controller.quorum.voters", NODE + "@localhost:" + controllerPort),
                entry("log.dirs", folder.toRealPath().toString()),
                entry("auto.create.topics.enable", "false"),
                // One node holds everything; few partitions of its own topics keep start and memory small.
                entry("default.replication.factor", "1"),
                entry("min.insync.replicas", "1"),
                entry("offsets.topic.replication.factor", "1"),
                entry("offsets.topic.num.partitions", "4"),
                entry("transaction.state.log.replication.factor", "1"),
                entry("transaction.state.log.min.isr", "1"),
                entry("transaction.state.log.num.partitions", "4"),
                entry("share.coordinator.state.topic.replication.factor", "1"),
                entry("share.coordinator.state.topic.min.isr", "1"),
                entry("share.coordinator.state.topic.num.partitions", "4"),
                // After a kill the controller waits for its dead self to time out (9 s by default) before the broker
                // may serve.
                entry("broker.session.timeout.ms", "4000"),
                entry("broker.heartbeat.interval.ms", "500"),
                // A farm that stood still for a month goes on where it was.
                entry("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE)),
                // A dead writer's transaction holds up all readers: end it soon after its time-out.
                entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),
                // Quick joins: the first record half a second after a worker comes, not ten.
                entry("group.initial.rebalance.delay.ms", "0"),
                entry("group.share.min.heartbeat.interval.ms", "500"),
                entry("group.share.heartbeat.interval.ms", "500"),
                entry("group.share.assignment.interval.ms", "0"),
                entry("group.share.min.session.timeout.ms", "3000"),
                entry("group.share.session.timeout.ms", "6000"),
                entry("group.share.max.delivery.count.limit", "25"),
                // Saves 130 MB of heap.
                entry("log.cleaner.dedupe.buffer.size", "4194304"));
    }
}
