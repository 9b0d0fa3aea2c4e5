// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerConfigTest {

    @Test
    void hasDefaultsForEverything() {
        WorkerConfig config = of(Map.of());

        assertThat(config.count()).isEmpty();
        assertThat(config.name()).isEmpty();
        assertThat(config.taskTypes()).containsExactly("blender", "ffmpeg", "file-management", "misc");
        assertThat(config.tags()).isEmpty();
        assertThat(config.variables()).isEmpty();
        assertThat(config.heartbeatInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.logLimit()).isEqualTo(new MemorySize(BigInteger.valueOf(4 << 20)));
        assertThat(config.stopGrace()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void takesWhatIsSet() {
        WorkerConfig config = of(Map.of(
                "tablao.worker.count", "3",
                "tablao.worker.task-types", "misc",
                "tablao.worker.variables.blender", "/opt/blender",
                "tablao.worker.tags", "a,b"));

        assertThat(config.count()).hasValue(3);
        assertThat(config.taskTypes()).containsExactly("misc");
        assertThat(config.variables()).containsOnly(Map.entry("blender", "/opt/blender"));
        assertThat(config.tags()).hasValueSatisfying(tags -> assertThat(tags).containsExactly("a", "b"));
    }

    static WorkerConfig of(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .addDiscoveredConverters()
                .withConverter(Duration.class, 100, new io.quarkus.runtime.configuration.DurationConverter())
                .withMapping(WorkerConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(WorkerConfig.class);
    }
}
