// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.time.Duration;

/** {@code sleep}: lets time pass. */
record Sleep(Duration duration) implements CommandRunner {

    private static final Duration STIR = Duration.ofSeconds(10);

    static Sleep of(Parameters parameters) throws CommandFailed {
        return new Sleep(Duration.ofMillis(Math.round(parameters.duration("duration_in_seconds") * 1000)));
    }

    @Override
    public void run(CommandContext context) throws InterruptedException {
        context.log("Sleeping for " + duration.toMillis() / 1000.0 + " s");
        for (Duration left = duration; left.isPositive(); left = left.minus(STIR)) {
            Thread.sleep(left.compareTo(STIR) < 0 ? left : STIR);
            context.stirs();
        }
    }
}
