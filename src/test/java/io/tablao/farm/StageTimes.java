// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CPU time of each thread of a farm's process so far, gathered by stage: from the JVM's own account of its threads. */
record StageTimes(Map<String, Duration> byThread, Map<String, String> stages) {

    private static final Pattern THREAD =
            Pattern.compile("^\"(.*)\" .*\\bcpu=([0-9.]+)ms elapsed.*\\btid=(0x\\p{XDigit}+).*");

    /** The first pattern that is found in a thread's name says where it belongs. */
    private static final List<Map.Entry<Pattern, String>> STAGES = List.of(
            stage("^scheduler$", "scheduler: decide, encode, decode"),
            stage("tablao-scheduler", "scheduler: Kafka clients"),
            stage("-tasks$|KafkaShareConsumer|share_consumer|consumer_background_thread", "worker: taking dispatches"),
            stage("^bench-\\d+$|^bench-\\d+-run$|worker-outbox|^workers$|inlet-tablao.inbox", "worker: slots"),
            stage("producer-network-thread \\| producer-\\d+", "worker: sending"),
            stage("smallrye-kafka-consumer|projector", "projector: reading"),
            stage("vert.x|vertx|executor-thread", "projector and api: rows, HTTP"),
            stage("compiler|script", "compiler"),
            stage("inlet-|outlet-|tablao-api", "api: commands and answers"),
            stage("C1 Compiler|C2 Compiler|Compiler", "JVM: compiling"),
            stage("^G1|^GC|^VM |Gang|Serial|Parallel|Concurrent", "JVM: collecting garbage"),
            stage("kafka|raft|coordinator|quorum|Reaper|broker|controller|Persister|share|metadata|Log", "broker"));

    private static Map.Entry<Pattern, String> stage(String names, String stage) {
        return Map.entry(Pattern.compile(names), stage);
    }

    static StageTimes of(RunningFarm farm) {
        Map<String, Duration> times = new HashMap<>();
        Map<String, String> stages = new HashMap<>();
        for (String line : threads(farm.pid()).lines().toList()) {
            Matcher thread = THREAD.matcher(line);
            if (thread.matches()) {
                String key = thread.group(3) + " " + thread.group(1);
                times.put(key, Duration.ofNanos((long) (Double.parseDouble(thread.group(2)) * 1e6)));
                stages.put(key, stageOf(thread.group(1)));
            }
        }
        ProcessHandle.of(farm.pid()).orElseThrow().descendants().forEach(child -> {
            String key = "process " + child.pid();
            times.put(key, child.info().totalCpuDuration().orElse(Duration.ZERO));
            stages.put(key, "PostgreSQL");
        });
        return new StageTimes(times, stages);
    }

    private static String threads(long pid) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            "Thread.print")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (jcmd.waitFor() != 0) {
                throw new IllegalStateException("jcmd cannot list the threads of process " + pid + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new IllegalStateException("The JDK's jcmd is needed to list threads", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String stageOf(String thread) {
        return STAGES.stream()
                .filter(stage -> stage.getKey().matcher(thread).find())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("other");
    }

    /** By stage, the most first: what was used since the earlier account. */
    Map<String, Duration> since(StageTimes earlier) {
        Map<String, Duration> used = new HashMap<>();
        byThread.forEach((thread, time) -> used.merge(
                stages.getOrDefault(thread, "other"),
                time.minus(earlier.byThread.getOrDefault(thread, Duration.ZERO)),
                Duration::plus));
        Map<String, Duration> ordered = new LinkedHashMap<>();
        used.entrySet().stream()
                .sorted(Map.Entry.<String, Duration>comparingByValue(Comparator.reverseOrder()))
                .forEach(each -> ordered.put(each.getKey(), each.getValue()));
        return ordered;
    }

    /** The threads that used the most since the earlier account. */
    List<String> busiest(StageTimes earlier, int atMost) {
        return byThread.entrySet().stream()
                .map(thread -> Map.entry(
                        thread.getKey(),
                        thread.getValue().minus(earlier.byThread.getOrDefault(thread.getKey(), Duration.ZERO))))
                .sorted(Map.Entry.<String, Duration>comparingByValue(Comparator.reverseOrder()))
                .limit(atMost)
                .map(thread -> "%,7d ms  %s  [%s]"
                        .formatted(thread.getValue().toMillis(), thread.getKey(), stages.get(thread.getKey())))
                .toList();
    }
}
