// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What every Kafka client of this process has in common. */
@ApplicationScoped
public class KafkaSettings {

    private final Map<String, Object> connection;
    private final String instance;
    private final TopicLayout layout;

    @Inject
    public KafkaSettings(@ConfigProperty(name = "kafka.bootstrap.servers") String servers, KafkaConfig config) {
        // Short waits between reconnections: a broker that comes back is noticed within a second.
        this.connection = Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers,
                CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 50,
                CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        this.instance = config.instance().orElseGet(KafkaSettings::hostName);
        this.layout = new TopicLayout(
                config.kafka().shards(),
                config.kafka().taskPartitions(),
                config.kafka().replicas());
    }

    /** Settings for a client of any kind. */
    public Map<String, Object> connection() {
        return connection;
    }

    /** Names this process among all of the farm, also after a restart. */
    public String instance() {
        return instance;
    }

    public TopicLayout layout() {
        return layout;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("This host has no name: set tablao.instance", e);
        }
    }
}
