// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** How to reach Kafka, for loops on the plain client: whatever stands under {@code kafka.} in the configuration. */
@ApplicationScoped
public class KafkaSettings {

    private final Map<String, Object> common;

    /** @param common what Quarkus gathered from {@code kafka.*}, without the prefix */
    @Inject
    public KafkaSettings(@Identifier("default-kafka-broker") Map<String, Object> common) {
        this.common = new HashMap<>(common);
        // Quarkus puts the application's name there; who wants a group names it.
        this.common.remove(CommonClientConfigs.GROUP_ID_CONFIG);
    }

    public static KafkaSettings of(String bootstrapServers) {
        return new KafkaSettings(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    public String bootstrapServers() {
        return String.valueOf(common.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    }

    /** A new map of the properties that a consumer understands, to be completed by the caller. */
    public Map<String, Object> consumer() {
        return understood(ConsumerConfig.configNames());
    }

    /** A new map of the properties that a producer understands, to be completed by the caller. */
    public Map<String, Object> producer() {
        return understood(ProducerConfig.configNames());
    }

    /** A new map of the properties that an admin client understands, to be completed by the caller. */
    public Map<String, Object> admin() {
        return understood(AdminClientConfig.configNames());
    }

    private Map<String, Object> understood(Set<String> names) {
        var properties = new HashMap<>(common);
        properties.keySet().retainAll(names);
        return properties;
    }
}
