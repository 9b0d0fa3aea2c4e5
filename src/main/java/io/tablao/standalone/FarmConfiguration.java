// SPDX-License-Identifier: Apache-2.0
package io.tablao.standalone;

import io.tablao.api.settings.SharedStorageInFile;
import io.tablao.bus.ProcessName;
import io.tablao.bus.Role;
import io.tablao.bus.Roles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The configuration that follows from a plan and from where its servers came up. */
final class FarmConfiguration {
    /** A channel belongs to the role that its name begins with: {@code projector-events}. */
    private static final Pattern CHANNEL = Pattern.compile("(mp\\.messaging\\.incoming\\.([a-z]+)-[^.]+)\\..*");

    private FarmConfiguration() {}

    static Map<String, String> of(FarmPlan plan, DataFolder folder, String kafka, @Nullable DatabaseAddress database) {
        Map<String, String> settings = new HashMap<>();
        settings.put(Roles.PROPERTY, plan.roles().stream().map(Role::toString).collect(Collectors.joining(",")));
        settings.put("tablao.data-dir", folder.path().toString());
        settings.put(ProcessName.PROPERTY, folder.instanceId().toString());
        settings.put("tablao.worker.count", Integer.toString(plan.workers()));
        settings.put("quarkus.http.port", Integer.toString(plan.port()));
        settings.put("kafka.bootstrap.servers", kafka);
        if (database != null) {
            settings.put("quarkus.datasource.reactive.url", database.reactiveUrl());
            settings.put("quarkus.datasource.jdbc.url", database.jdbcUrl());
            settings.put("quarkus.datasource.username", database.user());
            settings.put("quarkus.datasource.password", database.password());
        }
        Path config = plan.config();
        if (config != null) {
            settings.putAll(ofFile(config.toAbsolutePath()));
        }
        settings.putAll(channelsOfOtherRoles(plan.roles(), packagedProperties().stringPropertyNames()));
        return settings;
    }

    private static Map<String, String> ofFile(Path file) {
        Map<String, String> settings = new HashMap<>();
        settings.put("tablao.farm.settings-file", file.toString());
        try {
            Optional<String> storage = SharedStorageInFile.of(file);
            if (System.getenv("TABLAO_STORAGE_LOCATION") == null) {
                storage.ifPresent(path -> settings.put("tablao.storage.location", path));
            }
            return settings;
        } catch (IllegalArgumentException e) {
            throw new StartupProblem(e.getMessage() + ".", e);
        }
    }

    /**
     * Switches the incoming channels of roles that this process does not have off, so that they are not subscribed to. Outgoing
     * ones stay: an emitter without its channel would keep the process from starting, and one that nothing is sent to costs
     * nothing.
     */
    static Map<String, String> channelsOfOtherRoles(Set<Role> roles, Set<String> properties) {
        Map<String, String> off = new HashMap<>();
        for (String property : properties) {
            Matcher channel = CHANNEL.matcher(property);
            if (channel.matches() && !roles.contains(Role.of(channel.group(2)))) {
                off.put(channel.group(1) + ".enabled", "false");
            }
        }
        if (!off.isEmpty()) {
            // Warns of every method that has lost its channel, which is what we want of it.
            off.put("quarkus.log.category.\"io.smallrye.reactive.messaging.provider\".level", "ERROR");
        }
        return off;
    }

    private static Properties packagedProperties() {
        Properties properties = new Properties();
        try (InputStream file = FarmConfiguration.class.getResourceAsStream("/application.properties")) {
            if (file != null) {
                properties.load(file);
            }
        } catch (IOException e) {
            throw new StartupProblem("The application's configuration is unreadable: build it again.", e);
        }
        return properties;
    }
}
