// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever is killed, paused and restarted, and whatever is delivered twice: every job ends as its tasks say, nothing runs
 * twice at once, nothing is lost, and the log, the state and the database tell the same.
 *
 * <p>The seed decides on jobs and faults, and is printed; {@code TABLAO_CHAOS_SEED} in the environment repeats it. The other test
 * takes {@code TABLAO_CHAOS_MINUTES} and {@code TABLAO_CHAOS_TASKS}, too. What a failed test leaves behind lies under
 * {@code target/chaos}.
 */
class ChaosIT {

    private static final Set<JobStatus> ENDED = EnumSet.of(JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELED);

    private static final int SLOTS = 6;
    private static final Duration DRAIN = Duration.ofMinutes(5);
    private static final Duration CATCH_UP = Duration.ofMinutes(2);

    @Test
    @Tag("long")
    void one_minute_of_faults_does_no_harm() throws Exception {
        survive(seed(), Duration.ofMinutes(1), 600);
    }

    @Test
    @Tag("long")
    void nor_do_as_many_as_you_like() throws Exception {
        survive(seed() + 1, Duration.ofMinutes(setting("TABLAO_CHAOS_MINUTES", 8)), (int)
                setting("TABLAO_CHAOS_TASKS", 5_000));
    }

    private static long seed() {
        return setting("TABLAO_CHAOS_SEED", System.currentTimeMillis());
    }

    private static long setting(String name, long otherwise) {
        String given = System.getenv(name);
        return given == null ? otherwise : Long.parseLong(given);
    }

    private static void survive(long seed, Duration length, int tasks) throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "Faults are signals, and runs are noted, as on Linux");
        Path folder = Path.of("target", "chaos", Long.toString(seed)).toAbsolutePath();
        delete(folder);
        Files.createDirectories(folder.resolve("scripts"));
        Files.writeString(folder.resolve("scripts").resolve(Load.JOB_TYPE + ".js"), Load.SCRIPT);
        Path record = Files.createFile(folder.resolve("runs"));
        Load load = Load.of(seed, tasks, record);
        try (ChaosFarm farm = ChaosFarm.start(folder, folder.resolve("scripts"), SLOTS, 2)) {
            FaultPlan plan = FaultPlan.of(
                    seed, length, farm.victims().stream().map(Victim::name).toList());
            System.out.printf(
                    "Chaos with seed %d (TABLAO_CHAOS_SEED=%d repeats it): %d tasks in %d jobs%n%s%n",
                    seed, seed, load.tasks(), load.jobs().size(), plan);
            Files.writeString(folder.resolve("plan"), plan + "\n" + load + "\n");
            run(farm, seed, plan, load, length);
            check(farm, load, record);
        }
        delete(folder);
    }

    private static void run(ChaosFarm farm, long seed, FaultPlan plan, Load load, Duration length)
            throws InterruptedException {
        try (Web web = new Web(farm.urls());
                People people = new People(web);
                Redelivery redelivery = new Redelivery(seed, farm.kafka());
                Faults faults = new Faults()) {
            for (String url : farm.urls()) {
                awaitReady(url);
            }
            redelivery.start();
            people.begin(load, length.multipliedBy(7).dividedBy(10));
            faults.begin(plan, farm.victims());
            faults.awaitEnd();
            people.awaitEnd();
            awaitEnd(farm, web, load);
            System.out.printf("%d messages were delivered twice%n", redelivery.count());
            assertThat(redelivery.count()).isPositive();
        }
    }

    private static void awaitReady(String url) {
        Awaitility.await(url)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> Web.get(url + "/q/health/ready") == 200);
    }

    private static void awaitEnd(ChaosFarm farm, Web web, Load load) {
        Awaitility.await("every job to end")
                .atMost(DRAIN)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> {
                    Story story = Verdict.story(farm.kafka());
                    for (Load.Job job : load.jobs()) {
                        if (story.status(new JobId(job.id())) == JobStatus.PAUSED) {
                            // A pause that was late, of a request whose answer got lost.
                            web.post("/api/v3/jobs/" + job.id() + "/setstatus", Map.of("status", "queued"));
                        }
                    }
                    assertThat(farm.missing())
                            .as("processes that ended by themselves")
                            .isEmpty();
                    assertThat(load.jobs())
                            .as("jobs that have not ended")
                            .allMatch(job -> ENDED.contains(story.status(new JobId(job.id()))));
                });
    }

    private static void check(ChaosFarm farm, Load load, Path record) throws IOException {
        Awaitility.await("the projection to catch up")
                .atMost(CATCH_UP)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(Verdict.ofDatabase(
                                load, farm.kafka(), farm.database().address()))
                        .isEmpty());
        RunsRecord runs = RunsRecord.read(record);
        System.out.printf("%d runs of %d tasks%n", runs.count(), load.tasks());
        List<String> faults = Verdict.of(load, farm.kafka(), runs);
        assertThat(faults).isEmpty();
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
