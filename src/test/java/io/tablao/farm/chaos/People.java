// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm.chaos;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Those who submit jobs while the farm is in trouble, and change their minds. */
final class People implements AutoCloseable {

    /** Longer than any task lasts: a canceled task may go on for that long when its worker cannot hear. */
    private static final int REQUEUE_AFTER_SECONDS = 4;

    private final Web web;
    private final ScheduledExecutorService hands = Executors.newScheduledThreadPool(
            8, Thread.ofPlatform().daemon().name("people-", 0).factory());
    private final List<Future<?>> errands = new ArrayList<>();

    People(Web web) {
        this.web = web;
    }

    /** Spreads the submissions over the time. */
    void begin(Load load, Duration time) {
        long between = time.toMillis() / load.jobs().size();
        for (int i = 0; i < load.jobs().size(); i++) {
            Load.Job job = load.jobs().get(i);
            errands.add(hands.schedule(() -> accompany(job), i * between, TimeUnit.MILLISECONDS));
        }
    }

    private Void accompany(Load.Job job) throws InterruptedException {
        var submitted = web.post("/api/v3/jobs", job.submission());
        if (submitted.statusCode() != 200) {
            throw new AssertionError("Job " + job + " was refused: " + submitted.body());
        }
        TimeUnit.SECONDS.sleep(job.wishAfter());
        switch (job.wish()) {
            case NOTHING -> {
                // As most people do.
            }
            case PAUSE -> {
                ask(job, "pause-requested");
                TimeUnit.SECONDS.sleep(job.wishAfter());
                ask(job, "queued");
            }
            case CANCEL -> ask(job, "cancel-requested");
            case CANCEL_AND_REQUEUE -> {
                ask(job, "cancel-requested");
                TimeUnit.SECONDS.sleep(REQUEUE_AFTER_SECONDS);
                ask(job, "queued");
            }
            case REQUEUE -> ask(job, "queued");
            case PRIORITY ->
                said(web.post("/api/v3/jobs/" + job.id() + "/setpriority", Map.of("priority", 100 - job.priority())));
        }
        return null;
    }

    private void ask(Load.Job job, String status) throws InterruptedException {
        said(web.post("/api/v3/jobs/" + job.id() + "/setstatus", Map.of("status", status, "reason", "as planned")));
    }

    /** Too late is an answer, too. */
    private static void said(HttpResponse<String> answer) {
        if (answer.statusCode() != 204 && answer.statusCode() != 422 && answer.statusCode() != 409) {
            throw new AssertionError("Unexpected: " + answer.statusCode() + " " + answer.body());
        }
    }

    void awaitEnd() throws InterruptedException {
        for (Future<?> errand : errands) {
            try {
                errand.get();
            } catch (ExecutionException e) {
                throw new AssertionError("Somebody did not get through to the farm", e.getCause());
            }
        }
    }

    @Override
    public void close() {
        hands.shutdownNow();
    }
}
