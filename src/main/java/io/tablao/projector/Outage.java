// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Tries for ever while PostgreSQL is away, and says so once at the beginning and once at the end. */
final class Outage {

    private static final Logger LOG = Logger.getLogger(Outage.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    private final String what;
    private final Duration longestPause;
    private volatile boolean lasts;

    /** @param what waits meanwhile, as the beginning of a sentence */
    Outage(String what, Duration longestPause) {
        this.what = what;
        this.longestPause = longestPause;
    }

    /** Subscribes again and again until it succeeds, or fails in a way that trying again does not change. */
    <T> Uni<T> outlast(Uni<T> attempt) {
        return attempt.onFailure(DatabaseTrouble::passes)
                .invoke(this::begin)
                .onItem()
                .invoke(this::end)
                .onFailure(DatabaseTrouble::passes)
                .retry()
                .withBackOff(FIRST_PAUSE, longestPause)
                .indefinitely();
    }

    boolean lasts() {
        return lasts;
    }

    private void begin(Throwable failure) {
        if (!lasts) {
            lasts = true;
            LOG.warnf(
                    "%s waits: PostgreSQL is away (%s). Nothing is lost; trying again, with up to %d s between tries",
                    what, failure.getMessage(), longestPause.toSeconds());
        }
    }

    private void end() {
        if (lasts) {
            lasts = false;
            LOG.infof("%s goes on: PostgreSQL is back", what);
        }
    }
}
