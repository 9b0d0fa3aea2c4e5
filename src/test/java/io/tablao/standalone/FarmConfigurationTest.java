// SPDX-License-Identifier: Apache-2.0
package io.tablao.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.bus.Role;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FarmConfigurationTest {
    @TempDir
    Path data;

    @Test
    void pointsTheStagesToWhereTheServersCameUp() {
        FarmPlan plan = new FarmPlan(Set.of(Role.WORKER, Role.API), 8080, data, 3, null, null, null);

        try (DataFolder folder = DataFolder.open(data)) {
            Map<String, String> settings = FarmConfiguration.of(
                    plan, folder, "localhost:9", new DatabaseAddress("localhost", 7, "tablao", "u", "p"));

            assertThat(settings)
                    .containsEntry("kafka.bootstrap.servers", "localhost:9")
                    .containsEntry("quarkus.datasource.jdbc.url", "jdbc:postgresql://localhost:7/tablao")
                    .containsEntry("quarkus.datasource.reactive.url", "postgresql://localhost:7/tablao")
                    .containsEntry("quarkus.http.port", "8080")
                    .containsEntry("tablao.worker.count", "3")
                    .containsEntry("tablao.data-dir", data.toString())
                    .containsEntry("tablao.instance", folder.instanceId().toString());
            assertThat(settings.get("tablao.roles").split(",")).containsExactlyInAnyOrder("worker", "api");
        }
    }

    @Test
    void switchesTheInletsOfOtherRolesOff() {
        Set<String> properties = Set.of(
                "mp.messaging.incoming.projector-events.topic",
                "mp.messaging.incoming.api-answers.topic",
                "mp.messaging.outgoing.compiler-commands.topic");

        Map<String, String> off = FarmConfiguration.channelsOfOtherRoles(Set.of(Role.API), properties);

        assertThat(off)
                .containsEntry("mp.messaging.incoming.projector-events.enabled", "false")
                .doesNotContainKeys(
                        "mp.messaging.incoming.api-answers.enabled", "mp.messaging.outgoing.compiler-commands.enabled");
    }

    @Test
    void leavesEverythingOnInAWholeFarm() {
        Set<String> properties = Set.of("mp.messaging.incoming.projector-events.topic");

        assertThat(FarmConfiguration.channelsOfOtherRoles(EnumSet.allOf(Role.class), properties))
                .isEmpty();
    }
}
