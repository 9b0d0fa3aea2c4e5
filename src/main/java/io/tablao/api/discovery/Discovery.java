// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.discovery;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServer;
import io.tablao.bus.ProcessName;
import io.tablao.bus.Role;
import io.tablao.bus.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Lets workers on the same network find this process's api. Without it, or where it does not work, they are told its address. */
@ApplicationScoped
class Discovery {

    private static final Logger LOG = Logger.getLogger(Discovery.class);

    private final DiscoveryConfig config;
    private final Roles roles;
    private final HttpServer http;
    private final String id;
    private @Nullable SearchListener listener;

    @Inject
    Discovery(DiscoveryConfig config, Roles roles, HttpServer http, ProcessName process) {
        this.config = config;
        this.roles = roles;
        this.http = http;
        this.id = UUID.nameUUIDFromBytes(process.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    void start(@Observes StartupEvent event) {
        if (!config.enabled() || !roles.has(Role.API)) {
            return;
        }
        try {
            listener = SearchListener.start(config.port(), this::url, id);
        } catch (IOException e) {
            LOG.warnf(
                    "Workers cannot find this farm by themselves, and have to be told its address: UDP port %d: %s",
                    config.port(), e.getMessage());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (listener != null) {
            listener.close();
        }
    }

    private String url(InetAddress here) {
        return config.url().orElseGet(() -> {
            String host = here.getHostAddress();
            // Without the name of the network, which means nothing on the other machine.
            String plain = host.replaceFirst("%.*", "");
            return "http://" + (here instanceof Inet6Address ? "[" + plain + "]" : plain) + ":" + http.getPort() + "/";
        });
    }
}
