// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm.chaos;

import io.tablao.event.Command;
import io.tablao.event.Envelope;
import io.tablao.event.Event;
import io.tablao.event.JobPart.JobHead;
import io.tablao.event.JobPart.TaskProgress;
import io.tablao.event.QueuePart.QueueEntry;
import io.tablao.event.QueuePart.QueueRun;
import io.tablao.event.State;
import io.tablao.event.Topics;
import io.tablao.farm.EventLog;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.TaskStatus;
import io.tablao.standalone.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares all that is written down about a farm that has come to rest, and says what does not fit together. */
final class Verdict {

    private final Load load;
    private final String kafka;
    private final List<String> faults = new ArrayList<>();

    private Verdict(Load load, String kafka) {
        this.load = load;
        this.kafka = kafka;
    }

    static Story story(String kafka) {
        return Story.of(EventLog.envelopes(kafka, Topics.EVENTS, Event.class).stream()
                .map(Envelope::body)
                .toList());
    }

    /** What is wrong with the log, with what ran, and with the state. */
    static List<String> of(Load load, String kafka, RunsRecord runs) {
        var verdict = new Verdict(load, kafka);
        Story story = story(kafka);
        verdict.faults.addAll(story.contradictions());
        verdict.jobsEndedAsTheirTasksSay(story);
        verdict.whatRanIsWhatIsTold(story, runs);
        verdict.stateIsWhatTheLogMakes(story);
        EventLog.envelopes(kafka, Topics.DEAD_COMMANDS, Command.class)
                .forEach(dead -> verdict.faults.add("Nobody could decide " + dead.body()));
        return verdict.faults;
    }

    private void jobsEndedAsTheirTasksSay(Story story) {
        for (Load.Job job : load.jobs()) {
            var state = story.jobs().get(new JobId(job.id()));
            if (state == null) {
                faults.add(job + " is lost");
                continue;
            }
            JobStatus status = state.head().status();
            boolean mayBeCanceled = job.wish() == Load.Wish.CANCEL;
            // What was completed before the cancel came, or failed, stays so.
            boolean asPlanned = status == (job.isToFail() ? JobStatus.FAILED : JobStatus.COMPLETED);
            if (!asPlanned && !(mayBeCanceled && status == JobStatus.CANCELED)) {
                faults.add(job + " has ended " + status);
            }
            List<TaskProgress> tasks = state.parts().stream()
                    .filter(TaskProgress.class::isInstance)
                    .map(TaskProgress.class::cast)
                    .toList();
            if (status == JobStatus.COMPLETED
                    && (tasks.size() != job.tasks()
                            || tasks.stream().anyMatch(task -> task.status() != TaskStatus.COMPLETED))) {
                faults.add(job + " is completed, and its tasks are not all: " + tasks);
            }
            if (tasks.stream().anyMatch(task -> task.status() == TaskStatus.ACTIVE || task.released())) {
                faults.add(job + " has ended, and some of its tasks have not: " + tasks);
            }
        }
    }

    private void whatRanIsWhatIsTold(Story story, RunsRecord runs) {
        runs.overlaps().forEach(pair -> faults.add("At the same time ran " + pair));
        runs.attemptsRunTwice().forEach(twice -> faults.add("More than one run of " + twice));
        for (Story.Attempt attempt : story.completed()) {
            boolean ran = runs.of(attempt.task().taskId()).stream()
                    .anyMatch(run -> run.attempt() == attempt.number() && run.how() == RunsRecord.End.COMPLETED);
            if (!ran) {
                faults.add(attempt + " is said to be completed, and did not run to its end");
            }
        }
    }

    private void stateIsWhatTheLogMakes(Story story) {
        Map<String, State> live = new TreeMap<>();
        EventLog.newest(kafka, Topics.STATE, State.class).forEach((key, part) -> {
            if (Story.isOfJob(part)) {
                live.put(key, part);
            } else if (part instanceof QueueEntry || part instanceof QueueRun) {
                faults.add("Every job has ended, and a queue still has " + part);
            }
        });
        compare("the log makes", story.parts(), "the state is", live);
    }

    private void compare(String one, Map<String, ?> expected, String other, Map<String, ?> found) {
        var keys = new TreeSet<>(expected.keySet());
        keys.addAll(found.keySet());
        for (String key : keys) {
            if (!Objects.equals(expected.get(key), found.get(key))) {
                faults.add("Of %s %s %s, and %s %s".formatted(key, one, expected.get(key), other, found.get(key)));
            }
        }
    }

    /** Where PostgreSQL tells something else than the log. */
    static List<String> ofDatabase(Load load, String kafka, DatabaseAddress database) throws SQLException {
        var verdict = new Verdict(load, kafka);
        Map<String, String> told = new TreeMap<>();
        verdict.tellRows(told);
        verdict.compare("the log makes", told, "PostgreSQL has", rows(database));
        return verdict.faults;
    }

    private void tellRows(Map<String, String> told) {
        for (State part : story(kafka).parts().values()) {
            if (part instanceof JobHead head) {
                told.put("job " + head.job(), head.status() + " " + head.priority());
            } else if (part instanceof TaskProgress task
                    && (task.attempt() > 0 || task.status() != TaskStatus.QUEUED)) {
                told.put(
                        "task " + task.job() + "/" + task.index(),
                        task.status() + " " + task.attempt() + " " + task.steps() + " " + task.worker());
            }
        }
    }

    /** Tasks that nobody has touched yet are not in the log's parts. */
    private static Map<String, String> rows(DatabaseAddress database) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var query = connection.createStatement()) {
            try (ResultSet jobs = query.executeQuery("SELECT id, status, priority FROM job")) {
                while (jobs.next()) {
                    rows.put("job " + jobs.getString(1), jobs.getString(2) + " " + jobs.getInt(3));
                }
            }
            try (ResultSet tasks = query.executeQuery("""
                    SELECT job_id, task_index, status, attempt, steps_completed, worker_id FROM task
                    WHERE attempt > 0 OR status <> 'queued'""")) {
                while (tasks.next()) {
                    rows.put(
                            "task " + tasks.getString(1) + "/" + tasks.getInt(2),
                            tasks.getString(3) + " " + tasks.getInt(4) + " " + tasks.getInt(5) + " "
                                    + tasks.getString(6));
                }
            }
        }
        return rows;
    }
}
