// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Follows a job until it ends, with a progress line. */
final class Follower {

    private static final Set<String> ENDS = Set.of("completed", "failed", "canceled");
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final int BAR = 24;

    private final FarmClient farm;
    private final Terminal terminal;

    Follower(FarmClient farm, Terminal terminal) {
        this.farm = farm;
        this.terminal = terminal;
    }

    /** @return the exit code: 0 when the job is completed, 1 when it has failed or was canceled */
    int follow(String job) throws InterruptedException {
        // Never counted down: Ctrl-C ends the process, and with it the wait.
        var never = new CountDownLatch(1);
        while (true) {
            JsonNode progress = farm.get("/api/farm/v1/jobs/" + job + "/progress");
            String status = progress.path("status").asText();
            if (ENDS.contains(status)) {
                terminal.line(line(progress));
                String activity = progress.path("activity").asText("");
                if (!status.equals("completed") && !activity.isBlank()) {
                    terminal.line(activity);
                }
                return status.equals("completed") ? 0 : 1;
            }
            terminal.progress(line(progress));
            if (never.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("Nobody ends the wait");
            }
        }
    }

    private String line(JsonNode progress) {
        JsonNode tasks = progress.path("tasks");
        long total = tasks.path("total").asLong();
        long completed = tasks.path("completed").asLong();
        long steps = progress.path("steps_total").asLong();
        double part = steps == 0 ? 0 : (double) progress.path("steps_completed").asLong() / steps;
        int filled = (int) Math.round(Math.clamp(part, 0.0, 1.0) * BAR);
        var line = new StringBuilder("[")
                .append("#".repeat(filled))
                .append("-".repeat(BAR - filled))
                .append("] ")
                .append(terminal.status(progress.path("status").asText()))
                .append(", ")
                .append(completed)
                .append(" of ")
                .append(total)
                .append(total == 1 ? " task completed" : " tasks completed");
        for (String status : new String[] {"active", "soft-failed", "failed", "canceled", "paused"}) {
            long count = tasks.path(status).asLong();
            if (count > 0) {
                line.append(", ").append(count).append(' ').append(status);
            }
        }
        return line.toString();
    }
}
