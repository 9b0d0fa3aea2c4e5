// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm.chaos;

import io.tablao.model.TaskId;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the tasks themselves wrote down when they ran. */
record RunsRecord(Map<TaskId, List<Run>> runs) {

    enum End {
        COMPLETED,
        FAILED,
        /** It was killed before it could say anything. */
        SILENT
    }

    /** @param ended the same as its beginning if it is silent */
    record Run(TaskId task, int attempt, BigDecimal began, BigDecimal ended, End how) {}

    static RunsRecord read(Path file) throws IOException {
        Map<TaskId, List<Run>> runs = new LinkedHashMap<>();
        // By task and attempt: an attempt that runs twice would begin twice.
        Map<TaskId, Map<Integer, List<BigDecimal>>> open = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] fields = line.split(" ", -1);
            var at = new BigDecimal(fields[0]);
            TaskId task = TaskId.of(fields[2]);
            int attempt = Integer.parseInt(fields[3]);
            List<BigDecimal> begun =
                    open.computeIfAbsent(task, id -> new TreeMap<>()).computeIfAbsent(attempt, n -> new ArrayList<>());
            if (fields[1].equals("start")) {
                begun.add(at);
            } else {
                runs.computeIfAbsent(task, id -> new ArrayList<>())
                        .add(new Run(
                                task,
                                attempt,
                                begun.removeFirst(),
                                at,
                                fields[1].equals("end") ? End.COMPLETED : End.FAILED));
            }
        }
        open.forEach((task, attempts) -> attempts.forEach((attempt, begun) -> begun.forEach(at ->
                runs.computeIfAbsent(task, id -> new ArrayList<>()).add(new Run(task, attempt, at, at, End.SILENT)))));
        runs.values().forEach(ofTask -> ofTask.sort(Comparator.comparing(Run::began)));
        return new RunsRecord(runs);
    }

    List<Run> of(TaskId task) {
        return runs.getOrDefault(task, List.of());
    }

    int count() {
        return runs.values().stream().mapToInt(List::size).sum();
    }

    /** Pairs of runs of one task that were under way at the same time. */
    List<String> overlaps() {
        List<String> overlaps = new ArrayList<>();
        for (List<Run> ofTask : runs.values()) {
            for (int i = 1; i < ofTask.size(); i++) {
                for (int j = 0; j < i; j++) {
                    if (ofTask.get(j).ended().compareTo(ofTask.get(i).began()) > 0) {
                        overlaps.add(ofTask.get(j) + " and " + ofTask.get(i));
                    }
                }
            }
        }
        return overlaps;
    }

    /** Attempts of which more than one run began. */
    List<String> attemptsRunTwice() {
        List<String> twice = new ArrayList<>();
        for (List<Run> ofTask : runs.values()) {
            Map<Integer, Integer> counts = new TreeMap<>();
            ofTask.forEach(run -> counts.merge(run.attempt(), 1, Integer::sum));
            counts.forEach((attempt, count) -> {
                if (count > 1) {
                    twice.add("attempt " + attempt + " of task "
                            + ofTask.getFirst().task() + ": " + ofTask);
                }
            });
        }
        return twice;
    }
}
