// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Carries a plan out: each victim's faults on a thread of its own, since a start takes its time. */
final class Faults implements AutoCloseable {

    private final Map<String, ScheduledExecutorService> hands = new HashMap<>();
    private final List<Future<?>> under = new ArrayList<>();

    void begin(FaultPlan plan, List<Victim> victims) {
        for (Victim victim : victims) {
            var hand = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("faults-" + victim.name()).factory());
            hands.put(victim.name(), hand);
            for (FaultPlan.Fault fault : plan.faults()) {
                if (fault.victim().equals(victim.name())) {
                    under.add(hand.schedule(
                            () -> carryOut(victim, fault), fault.at().toMillis(), TimeUnit.MILLISECONDS));
                }
            }
        }
    }

    private static Void carryOut(Victim victim, FaultPlan.Fault fault) throws InterruptedException {
        switch (fault.kind()) {
            case KILL -> victim.kill();
            case RESTART -> victim.end();
            case PAUSE -> victim.pause();
        }
        // The victim's own thread is busy with this, so nothing else happens to it meanwhile.
        TimeUnit.MILLISECONDS.sleep(fault.lasts().toMillis());
        switch (fault.kind()) {
            case KILL, RESTART -> victim.start();
            case PAUSE -> victim.resume();
        }
        return null;
    }

    /** Waits until everything has happened, and every victim is up again. */
    void awaitEnd() throws InterruptedException {
        for (Future<?> fault : under) {
            try {
                fault.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("A fault could not be carried out", e.getCause());
            }
        }
    }

    @Override
    public void close() {
        hands.values().forEach(ScheduledExecutorService::shutdownNow);
    }
}
