// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.live;

import io.tablao.event.QueueEvent.QueueMeasured;
import io.tablao.model.QueueId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How full each queue was in the last hour, as far as this process has heard: one measurement for each quarter of a minute. */
@ApplicationScoped
public class QueueHistory {

    private static final Duration STEP = Duration.ofSeconds(15);
    private static final Duration KEPT = Duration.ofHours(1);
    /** Types are limited on a farm; tags multiply them. */
    private static final int MOST_QUEUES = 500;

    /** How full a queue was. */
    public record Sample(Instant time, int waiting, int running, int slots) {}

    private final Map<String, Deque<Sample>> queues = new TreeMap<>();

    synchronized void note(Instant time, QueueMeasured measured) {
        QueueId queue = measured.queue();
        if (queues.size() >= MOST_QUEUES && !queues.containsKey(queue.toString())) {
            return;
        }
        Deque<Sample> samples = queues.computeIfAbsent(queue.toString(), key -> new ArrayDeque<>());
        Instant step = Instant.ofEpochSecond(time.getEpochSecond() / STEP.toSeconds() * STEP.toSeconds());
        if (!samples.isEmpty() && samples.getLast().time().equals(step)) {
            samples.removeLast();
        }
        samples.addLast(
                new Sample(step, measured.waiting() + measured.dispatched(), measured.running(), measured.slots()));
        while (samples.getFirst().time().isBefore(step.minus(KEPT))) {
            samples.removeFirst();
        }
    }

    /** By queue, oldest first. Nothing is told of a time in which nothing changed. */
    public synchronized Map<String, List<Sample>> samples() {
        return queues.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> List.copyOf(entry.getValue()), (one, other) -> one, TreeMap::new));
    }
}
