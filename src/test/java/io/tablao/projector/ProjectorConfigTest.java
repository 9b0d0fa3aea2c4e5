// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProjectorConfigTest {

    @Test
    void has_defaults() {
        var config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ProjectorConfig.class)
                .build()
                .getConfigMapping(ProjectorConfig.class);

        assertThat(config.batchSize()).isEqualTo(2_000);
        assertThat(config.logLimit().asLongValue()).isEqualTo(16L << 20);
        assertThat(config.longestPause()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.lagInterval()).isEqualTo(Duration.ofSeconds(2));
    }
}
