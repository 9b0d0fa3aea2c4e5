// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tablao.bus.KafkaSettings;
import io.tablao.standalone.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards go from one scheduler process to another, as these come, go, die, and sleep; each command is decided once. */
class ShardsMoveIT {

    private static final int SHARDS = 4;
    private static final Duration SETTLED = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    // One test, since each start takes seconds.
    @Test
    void everything_is_decided_once_while_schedulers_come_and_go_and_die_and_sleep() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"));
                RunningFarm first = scheduler("first", kafka);
                ShardProbe probe = new ShardProbe(KafkaSettings.of(kafka.bootstrapServers()), SHARDS)) {
            awaitAnswers(probe, Instant.now());

            Instant joining = Instant.now();
            try (RunningFarm second = scheduler("second", kafka);
                    RunningFarm third = scheduler("third", kafka)) {
                awaitShards(second);
                awaitShards(third);
                Duration atJoin = longestWait(probe, joining);

                Instant leaving = Instant.now();
                assertThat(second.stop()).isEqualTo(RunningFarm.STOPPED);
                Duration atLeave = longestWait(probe, leaving);

                Instant sleeping = Instant.now();
                int recoveries = recoveries(third);
                signal(third, "STOP");
                // Longer than a transaction may last and a member may be silent: others have its shards by then.
                awaitAnswers(probe, sleeping.plusSeconds(3));
                Duration atSleep = longestWait(probe, sleeping);
                Instant waking = Instant.now();
                signal(third, "CONT");
                await().atMost(SETTLED).until(() -> recoveries(third) > recoveries);
                Duration atWake = longestWait(probe, waking);

                Instant dying = Instant.now();
                third.kill();
                Duration atKill = longestWait(probe, dying);

                System.out.printf(
                        "Longest time until a command was decided: join %d ms, leave %d ms, kill %d ms, sleep %d ms,"
                                + " wake %d ms%n",
                        atJoin.toMillis(),
                        atLeave.toMillis(),
                        atKill.toMillis(),
                        atSleep.toMillis(),
                        atWake.toMillis());
                // What is measured is far less; a build machine may be busy.
                assertThat(atJoin).isLessThan(Duration.ofSeconds(10));
                assertThat(atLeave).isLessThan(Duration.ofSeconds(10));
                assertThat(atWake).isLessThan(Duration.ofSeconds(10));
                // The time until a silent member is given up, and until its open transaction is.
                assertThat(atKill).isLessThan(Duration.ofSeconds(25));
                assertThat(atSleep).isLessThan(Duration.ofSeconds(25));
            }
            probe.stop();
            awaitAnswers(probe, Instant.now());
            assertThat(probe.answersOfEach()).containsExactly(1);
            assertThat(first.stop()).isEqualTo(RunningFarm.STOPPED);
        }
    }

    private static Duration longestWait(ShardProbe probe, Instant since) {
        awaitAnswers(probe, Instant.now());
        return probe.longestWaitSince(since);
    }

    private static void awaitAnswers(ShardProbe probe, Instant until) {
        await().atMost(SETTLED).until(() -> !Instant.now().isBefore(until) && probe.isAnsweredUntil(until));
    }

    private static void awaitShards(RunningFarm scheduler) {
        await().atMost(SETTLED).until(() -> recoveries(scheduler) > 0);
    }

    private static int recoveries(RunningFarm scheduler) {
        return scheduler.output().split("Recovered shards \\[\\d", -1).length - 1;
    }

    private static void signal(RunningFarm process, String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private RunningFarm scheduler(String name, EmbeddedKafka kafka) {
        return RunningFarm.member(Map.of("JAVA_TOOL_OPTIONS", "-Xmx256m"), "scheduler", kafka, folder.resolve(name));
    }
}
