// SPDX-License-Identifier: Apache-2.0
package io.tablao.standalone;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import io.smallrye.mutiny.Uni;
import io.tablao.bus.Role;
import io.tablao.bus.Roles;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jboss.logging.Logger;

/** The stages of this process while they run; says when all of them are ready, which is what their readiness checks tell. */
public final class FarmApplication implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger(FarmApplication.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    /** Looks between two lines that say what is not ready yet: about 10 s. */
    private static final int LOOKS_A_LINE = 200;

    private final SmallRyeHealthReporter health;
    private final HttpServer http;
    private final Roles roles;
    private int looks;

    @Inject
    FarmApplication(SmallRyeHealthReporter health, HttpServer http, Roles roles) {
        this.health = health;
        this.http = http;
        this.roles = roles;
    }

    @Override
    public int run(String... args) {
        Uni.createFrom()
                .deferred(health::getReadinessAsync)
                .repeat()
                .withDelay(LOOK_AGAIN)
                .whilst(this::isWaiting)
                .collect()
                .last()
                .subscribe()
                .with(ready -> announce(), problem -> LOG.error("Readiness is unknown", problem));
        Quarkus.waitForExit();
        return 0;
    }

    private boolean isWaiting(SmallRyeHealth readiness) {
        if (!readiness.isDown()) {
            return false;
        }
        looks++;
        if (looks % LOOKS_A_LINE == 0) {
            LOG.infof("Not ready yet: %s", readiness.getPayload().getJsonArray("checks"));
        }
        return true;
    }

    private void announce() {
        String url = "http://localhost:" + http.getPort();
        if (roles.has(Role.API) || roles.has(Role.DASHBOARD)) {
            System.out.println("Farm ready: " + url);
        } else {
            System.out.println("Ready: " + roles + ", health at " + url + "/q/health");
        }
        System.out.flush();
    }
}
