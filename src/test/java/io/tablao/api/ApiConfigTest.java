// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ApiConfigTest {

    @Test
    void theDefaultsAreAsDocumented() {
        ApiConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ApiConfig.class)
                .build()
                .getConfigMapping(ApiConfig.class);

        assertThat(config.submitWait()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.decisionWait()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.projectionWait()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.sendWait()).isEqualTo(Duration.ofSeconds(8));
        assertThat(config.mostWaiting()).isEqualTo(2000);
        assertThat(config.outputsInMemory().asLongValue()).isEqualTo(64L << 20);
        assertThat(config.outputWait()).isEqualTo(Duration.ofSeconds(30));
    }
}
