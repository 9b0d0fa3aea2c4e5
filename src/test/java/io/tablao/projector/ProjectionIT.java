// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import static io.tablao.projector.Samples.ANNA;
import static io.tablao.projector.Samples.BERT;
import static io.tablao.projector.Samples.JOB;
import static io.tablao.projector.Samples.OTHER_JOB;
import static io.tablao.projector.Samples.added;
import static io.tablao.projector.Samples.completed;
import static io.tablao.projector.Samples.registered;
import static io.tablao.projector.Samples.released;
import static io.tablao.projector.Samples.signedOn;
import static io.tablao.projector.Samples.started;
import static io.tablao.projector.Samples.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.tablao.bus.MessageCodec;
import io.tablao.event.Envelope;
import io.tablao.event.Event;
import io.tablao.event.FarmEvent;
import io.tablao.event.JobEvent.BlocklistCleared;
import io.tablao.event.JobEvent.CompilationRestarted;
import io.tablao.event.JobEvent.JobDeleted;
import io.tablao.event.JobEvent.JobDeletionRequested;
import io.tablao.event.JobEvent.JobPriorityChanged;
import io.tablao.event.JobEvent.JobSealed;
import io.tablao.event.JobEvent.JobStalled;
import io.tablao.event.JobEvent.JobStatusChanged;
import io.tablao.event.JobEvent.JobTagChanged;
import io.tablao.event.JobEvent.TaskCanceled;
import io.tablao.event.JobEvent.TaskFailed;
import io.tablao.event.JobEvent.TaskProgressed;
import io.tablao.event.JobEvent.TaskReturned;
import io.tablao.event.JobEvent.TaskSoftFailed;
import io.tablao.event.JobEvent.TaskStarted;
import io.tablao.event.JobEvent.TasksChanged;
import io.tablao.event.JobEvent.TasksRecalled;
import io.tablao.event.JobEvent.WorkerBlocklisted;
import io.tablao.event.JobEvent.WorkersUnblocked;
import io.tablao.event.LogChunk;
import io.tablao.event.Preview;
import io.tablao.event.QueueEvent.QueueCreated;
import io.tablao.event.QueueEvent.QueueMeasured;
import io.tablao.event.QueueEvent.QueueOpened;
import io.tablao.event.QueuedTask;
import io.tablao.event.Topics;
import io.tablao.event.WorkerEvent;
import io.tablao.event.WorkerEvent.WorkerLost;
import io.tablao.farm.TestInfrastructure;
import io.tablao.model.Actor;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.JsonText;
import io.tablao.model.QueueId;
import io.tablao.model.SleepSchedule;
import io.tablao.model.TaskKey;
import io.tablao.model.TaskStatus;
import io.tablao.model.WorkerStatus;
import io.tablao.model.WorkerTag;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches of records against a real database. */
class ProjectionIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final ProjectedDatabase database = new ProjectedDatabase(TestInfrastructure.newDatabase());
    private final List<String> seeks = new ArrayList<>();
    private final EventLog log = new EventLog(Topics.EVENTS, 0);
    private TopicProjection<Event> projection;

    @BeforeEach
    void begin() {
        projection = projector();
    }

    @AfterEach
    void end() {
        database.close();
    }

    @Test
    void what_people_ask_of_workers_becomes_rows() {
        var schedule = new SleepSchedule(true, Set.of(DayOfWeek.FRIDAY, DayOfWeek.MONDAY), LocalTime.of(22, 0), null);
        var tag = new WorkerTag("00000000-0000-4000-8000-00000000007a", "gpu", "Large cards");
        Instant change = Instant.parse("2026-03-06T21:00:00Z");
        log.add(
                signedOn(ANNA, "anna"),
                signedOn(BERT, "bert"),
                new FarmEvent.TagCreated(tag),
                new WorkerEvent.WorkerTagsChanged(ANNA, Set.of(tag.id())),
                new WorkerEvent.WorkerStatusRequested(ANNA, WorkerStatus.ASLEEP, true, "reason"),
                new WorkerEvent.SleepScheduleSet(ANNA, schedule, change),
                new WorkerEvent.SleepScheduleSet(BERT, schedule, change));
        project(log.size());
        assertThat(
                        database.rows(
                                "SELECT name, status, status_requested, status_lazy, can_restart, tags FROM worker ORDER BY name"))
                .containsExactly("anna|awake|asleep|true|true|[" + tag.id() + "]", "bert|awake|null|false|true|[]");
        assertThat(database.rows("SELECT active, days, start_time, end_time, next_change = '2026-03-06T21:00:00Z'"
                        + " FROM sleep_schedule ORDER BY worker_id"))
                .containsExactly("true|mo fr|22:00|null|true", "true|mo fr|22:00|null|true");
        assertThat(database.rows("SELECT name, description FROM worker_tag")).containsExactly("gpu|Large cards");

        log.add(
                new WorkerEvent.WorkerStatusChanged(ANNA, WorkerStatus.AWAKE, WorkerStatus.ASLEEP, "asked"),
                new WorkerEvent.WorkerStatusRequestEnded(ANNA),
                new WorkerEvent.SleepScheduleFollowed(ANNA, null),
                new FarmEvent.TagDeleted(tag.id()),
                new WorkerEvent.WorkerTagsChanged(ANNA, Set.of()),
                new WorkerEvent.WorkerDeleted(BERT, "reason"));
        project(log.size());
        assertThat(database.rows("SELECT name, status, status_requested, tags FROM worker"))
                .containsExactly("anna|asleep|null|[]");
        assertThat(database.rows("SELECT next_change FROM sleep_schedule")).containsExactly("null");
        assertThat(database.rows("SELECT * FROM worker_tag")).isEmpty();

        log.add(new WorkerEvent.WorkerDeleted(ANNA, "reason"), signedOn(ANNA, "anna the second"));
        project(log.size());
        assertThat(database.rows("SELECT name, status FROM worker")).containsExactly("anna the second|awake");
        assertThat(database.rows("SELECT * FROM sleep_schedule")).isEmpty();
    }

    @Test
    void a_job_becomes_rows() {
        log.add(
                registered(JOB),
                new CompilationRestarted(JOB, "c1"),
                added(JOB, 4),
                new JobSealed(JOB, 4, new JsonText("{\"frames\":\"1-4\"}"), Map.of("project", "X"), "hash"),
                new JobStatusChanged(JOB, JobStatus.UNDER_CONSTRUCTION, JobStatus.QUEUED, "Ready", EventLog.START),
                signedOn(ANNA, "anna"),
                released(JOB, 1, 0, 1),
                started(0, 1, ANNA),
                new JobStatusChanged(JOB, JobStatus.QUEUED, JobStatus.ACTIVE, "Began", EventLog.START),
                new TaskProgressed(task(0), 1, 2),
                started(1, 1, ANNA),
                completed(1, 1, ANNA));

        project(log.size());

        assertThat(database.rows("SELECT status, activity, priority, settings, script_hash FROM job"))
                .containsExactly("active|Began|70|{\"frames\":\"1-4\"}|hash");
        assertThat(
                        database.rows(
                                "SELECT task_count, queued_tasks, active_tasks, completed_tasks, steps_completed, steps_total FROM job"))
                .containsExactly("4|2|1|1|5|12");
        assertThat(database.rows(
                        "SELECT task_index, name, status, runnable, attempt, steps_completed FROM task ORDER BY 1"))
                .containsExactly(
                        "0|task-0|active|false|1|2",
                        "1|task-1|completed|false|1|3",
                        "2|task-2|queued|false|0|0",
                        "3|task-3|queued|false|0|0");
        assertThat(database.rows("SELECT id FROM task WHERE task_index = 3"))
                .containsExactly(task(3).taskId().toString());
        assertThat(database.rows("SELECT dependencies, commands FROM task_definition WHERE task_index = 2"))
                .containsExactly(
                        "[1]|[{\"name\":\"sleep\",\"parameters\":{\"duration_in_seconds\":1},\"total_step_count\":3}]");
        assertThat(database.rows("SELECT task_index, attempt, outcome FROM task_attempt ORDER BY 1"))
                .containsExactly("0|1|null", "1|1|completed");
        assertThat(database.rows("SELECT name, status, task_types FROM worker"))
                .containsExactly("anna|awake|[blender, misc]");
        assertThat(database.rows("SELECT partition, next_offset FROM projection_offset"))
                .containsExactly("0|12");
    }

    @Test
    void batches_give_what_single_events_give() {
        log.add(registered(JOB), added(JOB, 6), released(JOB, 1, 0, 1, 2), started(0, 1, ANNA), started(1, 1, BERT));
        log.add(new TaskSoftFailed(task(0), 1, ANNA, "No"), released(JOB, 2, 0), started(0, 2, BERT));
        log.add(
                new TasksChanged(JOB, Set.of(TaskStatus.QUEUED, TaskStatus.ACTIVE), TaskStatus.PAUSED, "Paused"),
                new TasksChanged(JOB, Set.of(TaskStatus.PAUSED), TaskStatus.QUEUED, "Queued"),
                released(JOB, 3, 0, 3));
        log.add(
                started(3, 3, ANNA),
                new TaskReturned(task(3), TaskStatus.QUEUED, false, "lost"),
                completed(0, 3, BERT));
        String all = "SELECT row(t.*)::text FROM task t UNION ALL SELECT row(j.*)::text FROM job j"
                + " UNION ALL SELECT row(a.*)::text FROM task_attempt a UNION ALL SELECT row(f.*)::text FROM task_failure f"
                + " ORDER BY 1";

        project(log.size());
        List<String> atOnce = database.rows(all);
        database.empty();
        projection = projector();
        for (int i = 0; i < log.size(); i++) {
            await(projection.project(log.poll(i, i + 1)));
        }

        assertThat(database.rows(all)).isEqualTo(atOnce);
    }

    @Test
    void what_is_projected_already_is_skipped() {
        log.add(registered(JOB), added(JOB, 2), started(0, 1, ANNA));
        project(log.size());
        List<String> before = database.rows("SELECT row(j.*)::text FROM job j");

        // A new process reads from the beginning, since it does not know better.
        projection = projector();
        await(projection.project(log.poll(0, 1)));
        await(projection.project(log.pollAll()));

        assertThat(database.rows("SELECT row(j.*)::text FROM job j")).isEqualTo(before);
        assertThat(seeks).containsExactly("0:3");
    }

    @Test
    void of_two_projectors_with_the_same_records_one_writes() {
        log.add(registered(JOB), added(JOB, 2), started(0, 1, ANNA), started(1, 1, BERT));
        var other = projector();
        project(1);
        await(other.project(log.poll(0, 1)));

        await(Uni.join()
                .all(projection.project(log.pollAll()), other.project(log.pollAll()))
                .andFailFast());
        log.add(completed(0, 1, ANNA));
        await(projection.project(log.poll(4, 5)));
        await(other.project(log.poll(4, 5)));

        assertThat(database.rows("SELECT queued_tasks, active_tasks, completed_tasks FROM job"))
                .containsExactly("0|1|1");
        assertThat(other.halted()).isNull();
    }

    @Test
    void a_bulk_change_moves_tasks_attempts_failures_and_sums() {
        log.add(registered(JOB), added(JOB, 10), started(0, 1, ANNA), completed(0, 1, ANNA), started(1, 1, ANNA));
        log.add(new TaskFailed(task(2), 1, BERT, "No"), new WorkerBlocklisted(JOB, BERT, "blender"));
        log.add(new TasksChanged(
                JOB,
                Set.of(TaskStatus.QUEUED, TaskStatus.ACTIVE, TaskStatus.SOFT_FAILED),
                TaskStatus.CANCELED,
                "Canceled by anna"));
        project(log.size());

        assertThat(database.rows("SELECT completed_tasks, canceled_tasks, failed_tasks, active_tasks FROM job"))
                .containsExactly("1|8|1|0");
        assertThat(database.rows("SELECT outcome, message FROM task_attempt WHERE task_index = 1"))
                .containsExactly("canceled|Canceled by anna");
        assertThat(database.rows("SELECT count(*) FROM task_failure")).containsExactly("1");

        log.add(new TasksChanged(
                JOB, Set.of(TaskStatus.CANCELED, TaskStatus.FAILED), TaskStatus.QUEUED, "Queued again"));
        log.add(new BlocklistCleared(JOB));
        await(projection.project(log.poll(8, 10)));

        assertThat(database.rows("SELECT queued_tasks, completed_tasks, canceled_tasks, failed_tasks FROM job"))
                .containsExactly("9|1|0|0");
        assertThat(database.rows("SELECT count(*) FROM task_failure UNION ALL SELECT count(*) FROM job_blocklist"))
                .containsExactly("0", "0");
    }

    @Test
    void a_hundred_thousand_tasks_are_canceled_by_one_statement() {
        log.add(registered(JOB));
        for (int chunk = 0; chunk < 200; chunk++) {
            log.add(added(JOB, chunk * 500, 500));
        }
        project(log.size());
        log.add(new TasksChanged(JOB, Set.of(TaskStatus.QUEUED), TaskStatus.CANCELED, "Canceled"));

        long began = System.nanoTime();
        await(projection.project(log.poll(201, 202)));
        print("canceled 100,000 tasks", 100_000, began);

        assertThat(database.rows("SELECT canceled_tasks, queued_tasks FROM job"))
                .containsExactly("100000|0");
    }

    @Test
    void fifty_thousand_task_events() {
        log.add(registered(JOB));
        int tasks = 16_000;
        for (int first = 0; first < tasks; first += 500) {
            log.add(added(JOB, first, 500));
        }
        int setUp = log.size();
        project(setUp);
        for (int i = 0; i < tasks; i++) {
            log.add(released(JOB, 1, i), started(i, 1, ANNA), completed(i, 1, ANNA));
        }

        long began = System.nanoTime();
        for (int from = setUp; from < log.size(); from += 2_000) {
            await(projection.project(log.poll(from, Math.min(from + 2_000, log.size()))));
        }
        print("projected task events", log.size() - setUp, began);

        assertThat(database.rows("SELECT completed_tasks, steps_completed FROM job"))
                .containsExactly(tasks + "|" + 3 * tasks);
    }

    @Test
    void workers_and_queues() {
        var queue = new QueueId("blender", "tag");
        log.add(
                new QueueCreated(queue),
                new QueueMeasured(queue, 5, 2, 1, 4),
                signedOn(ANNA, "anna"),
                new WorkerLost(ANNA, Samples.SESSION, EventLog.START));
        project(log.size());
        log.add(new QueueOpened(queue));
        await(projection.project(log.poll(4, 5)));

        assertThat(database.rows("SELECT id, tag, open, waiting, dispatched, running, slots FROM queue"))
                .containsExactly("blender@tag|tag|true|5|2|1|4");
        assertThat(database.rows("SELECT status FROM worker")).containsExactly("error");
    }

    @Test
    void a_record_that_cannot_be_read_stops_the_projection_there() {
        log.add(registered(JOB), added(JOB, 2));
        log.addBytes("{\"type\":\"JobTeleported\"}".getBytes(StandardCharsets.UTF_8));
        log.add(started(0, 1, ANNA));

        var done = projection.project(log.pollAll()).subscribeAsCompletionStage();

        org.awaitility.Awaitility.await().atMost(SOON).until(() -> projection.halted() != null);
        assertThat(done).isNotDone();
        assertThat(projection.halted()).contains("tablao.events-0, offset 2", "JobTeleported");
        assertThat(database.rows("SELECT next_offset FROM projection_offset")).containsExactly("2");
        assertThat(database.rows("SELECT active_tasks FROM job")).containsExactly("0");
    }

    @Test
    void logs_are_cut_at_the_limit() {
        TopicProjection<LogChunk> logs = database.projection(
                Topics.TASK_LOGS, LogChunk.class, records -> TaskLogsListener.plan(records, 20), seeks);
        var chunks = new EventLog(Topics.TASK_LOGS, 0)
                .add(
                        new LogChunk(task(0), 1, 0, "one\n"),
                        new LogChunk(task(0), 1, 1, "two\n"),
                        new LogChunk(task(0), 1, 1, "two\n"),
                        new LogChunk(task(1), 1, 0, "other\n"));
        await(logs.project(chunks.pollAll()));
        chunks.add(
                new LogChunk(task(0), 1, 2, "three\nfour is too long\n"),
                new LogChunk(task(0), 1, 3, "five\n"),
                new LogChunk(task(0), 2, 0, "again\n"));
        await(logs.project(chunks.poll(4, 7)));

        assertThat(database.rows("SELECT attempt, text FROM task_log_chunk WHERE task_index = 0 ORDER BY position"))
                .containsExactly(
                        "1|one\n",
                        "1|two\n",
                        "1|three\n[The log is cut here: it has reached its limit of 20 bytes. What the task wrote after"
                                + " this line was not kept.]\n",
                        "2|again\n");
        assertThat(database.rows("SELECT attempt, cut FROM task_log WHERE task_index = 0 ORDER BY 1"))
                .containsExactly("1|true", "2|false");
    }

    @Test
    void of_each_job_the_newest_preview_is_kept_whatever_comes_late_or_twice() {
        TopicProjection<Preview> previews = previewProjection();
        var images = new EventLog(Topics.PREVIEWS, 0)
                .add(
                        preview(task(0), 1, "one"),
                        preview(task(1), 3, "three"),
                        preview(task(0), 2, "two"),
                        preview(new TaskKey(OTHER_JOB, 5), 4, "other"));

        await(previews.project(images.pollAll()));

        assertThat(previews()).containsExactly(JOB + "|1|three|three", OTHER_JOB + "|5|other|other");

        images.add(preview(task(0), 2, "late"), preview(task(1), 3, "three"));
        await(previews.project(images.poll(4, 6)));
        assertThat(previews()).containsExactly(JOB + "|1|three|three", OTHER_JOB + "|5|other|other");

        images.add(preview(task(2), 5, "five"));
        await(previews.project(images.poll(6, 7)));
        assertThat(previews()).containsExactly(OTHER_JOB + "|5|other|other", JOB + "|2|five|five");
    }

    @Test
    void a_preview_that_overtakes_the_deletion_of_its_job_goes_with_the_memory_of_it() {
        fill(JOB);
        log.add(new JobDeletionRequested(JOB, EventLog.START, ""), new JobDeleted(JOB, EventLog.START));
        project(log.size());
        eraseAll();
        await(previewProjection()
                .project(new EventLog(Topics.PREVIEWS, 3)
                        .add(preview(task(0), 9, "late"))
                        .pollAll()));
        assertThat(previews()).isEmpty();

        // A projector that did not see the deletion yet writes after the erasure has looked.
        database.rows("INSERT INTO preview (job_id, task_index, produced, large, small, tiny)" + " VALUES ('" + JOB
                + "', 0, now(), '', '', '')");
        await(database.erasure().forget(EventLog.START.plusSeconds(1)));

        assertThat(rowsOf(JOB)).isEmpty();
    }

    @Test
    void a_job_that_is_being_deleted_shows_it_and_runs_nothing() {
        log.add(registered(JOB), added(JOB, 3), released(JOB, 1, 0, 1), started(0, 1, ANNA));
        log.add(
                new JobStatusChanged(JOB, JobStatus.QUEUED, JobStatus.CANCELED, "Deleting", EventLog.START),
                new JobDeletionRequested(JOB, EventLog.START, "Somebody asked"));

        project(log.size());

        assertThat(database.rows("SELECT status, activity, delete_requested IS NOT NULL, active_tasks FROM job"))
                .containsExactly("canceled|Somebody asked|true|0");
        assertThat(database.rows("SELECT outcome FROM task_attempt")).containsExactly("canceled");
        assertThat(database.rows("SELECT * FROM runnable_tasks")).isEmpty();
    }

    @Test
    void of_a_deleted_job_nothing_is_left_in_any_table() {
        fill(JOB);
        fill(OTHER_JOB);
        log.add(new JobDeletionRequested(JOB, EventLog.START, ""), new JobDeleted(JOB, EventLog.START));
        project(log.size());
        TopicProjection<LogChunk> logs = logProjection();
        var chunks = new EventLog(Topics.TASK_LOGS, 0)
                .add(new LogChunk(task(0), 1, 0, "late\n"), new LogChunk(new TaskKey(OTHER_JOB, 0), 1, 0, "in time\n"));
        await(logs.project(chunks.pollAll()));
        assertThat(rowsOf(JOB)).doesNotContain("job").contains("task");

        eraseAll();

        assertThat(rowsOf(JOB)).containsExactly("deleted_job");
        assertThat(rowsOf(OTHER_JOB)).containsAll(JobErasure.TABLES).contains("job");
    }

    @Test
    void a_job_with_the_id_of_a_deleted_one_has_nothing_of_it() {
        fill(JOB);
        log.add(new JobDeletionRequested(JOB, EventLog.START, ""), new JobDeleted(JOB, EventLog.START));
        project(log.size());
        int former = log.size();
        log.add(registered(JOB), added(JOB, 1));
        await(projection.project(log.poll(former, log.size())));

        eraseAll();

        assertThat(database.rows("SELECT name, task_count FROM job")).containsExactly("Sprite|1");
        assertThat(rowsOf(JOB)).containsExactlyInAnyOrder("job", "task", "task_definition", "job_history");
        assertThat(database.rows("SELECT sum(events) FROM job_history")).containsExactly("2");
    }

    /** A table that a later version adds must not be forgotten. */
    @Test
    void every_table_with_jobs_in_it_is_erased() {
        assertThat(database.rows(
                        "SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t"
                                + " USING (table_schema, table_name) WHERE c.table_schema = 'public' AND c.column_name = 'job_id'"
                                + " AND t.table_type = 'BASE TABLE'"))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(JobErasure.TABLES.stream(), Stream.of("deleted_job"))
                        .toList());
    }

    @Test
    void a_large_job_is_erased_without_holding_anybody_up() {
        log.add(registered(JOB));
        int tasks = Integer.getInteger("tablao.test.erased-tasks", 50_000);
        for (int first = 0; first < tasks; first += 500) {
            log.add(added(JOB, first, 500));
        }
        for (int from = 0; from < log.size(); from += 100) {
            await(projection.project(log.poll(from, Math.min(log.size(), from + 100))));
        }
        int before = log.size();
        log.add(new JobDeletionRequested(JOB, EventLog.START, ""), new JobDeleted(JOB, EventLog.START));

        long began = System.nanoTime();
        await(projection.project(log.poll(before, log.size())));
        print("took a deletion", 1, began);
        began = System.nanoTime();
        int steps = eraseAll();
        print("erased tasks in " + steps + " steps", tasks, began);

        assertThat(steps).isGreaterThanOrEqualTo(tasks / JobErasure.ROWS_AT_ONCE);
        assertThat(rowsOf(JOB)).containsExactly("deleted_job");
    }

    @Test
    void every_event_of_a_job_is_in_its_history_with_who_is_behind_it() {
        log.add(registered(JOB), added(JOB, 12), released(JOB, 1, 0, 1, 2, 5), released(JOB, 1, 7));
        log.add(started(0, 1, ANNA), new TaskProgressed(task(0), 1, 2), completed(0, 1, ANNA));
        log.addBytes(MessageCodec.encode(new Envelope<>(
                new UUID(7, 99),
                EventLog.START,
                null,
                new UUID(8, 8),
                Actor.person("10.0.0.5 curl/8"),
                new TasksChanged(
                        JOB,
                        Set.of(TaskStatus.QUEUED, TaskStatus.SOFT_FAILED),
                        TaskStatus.CANCELED,
                        "Somebody asked"))));

        project(log.size());

        assertThat(database.rows(
                        "SELECT x.* FROM job_history, json_to_recordset(entries::json) AS x (p bigint, e text, i int, n int, w uuid,"
                                + " a text, c uuid, d text) ORDER BY 1"))
                .containsExactly(
                        "0|JobRegistered|null|null|null|null|null|Submitted as Sprite, a simple-blender-render, with priority 70",
                        "1|TasksAdded|null|null|null|null|null|Its script has made 12 tasks",
                        "2|TasksReleased|null|null|null|null|null|4 tasks ready: 0-2, 5",
                        "3|TasksReleased|7|1|null|null|null|null",
                        "4|TaskStarted|0|1|" + ANNA + "|null|null|null",
                        "5|TaskProgressed|0|1|null|null|null|Step 2",
                        "6|TaskCompleted|0|1|" + ANNA + "|null|null|null",
                        "7|TasksChanged|null|null|null|person:10.0.0.5 curl/8|" + new UUID(8, 8)
                                + "|All queued, soft-failed tasks are canceled: Somebody asked");
        assertThat(database.rows("SELECT history_kept FROM job")).containsExactly("8");
    }

    @Test
    void of_a_long_history_the_oldest_events_of_tasks_go() {
        log.add(registered(JOB), added(JOB, 60));
        for (int index = 0; index < 60; index++) {
            log.add(started(index, 1, ANNA), completed(index, 1, ANNA));
        }
        log.add(new JobStatusChanged(JOB, JobStatus.ACTIVE, JobStatus.COMPLETED, "Done", EventLog.START));
        for (int from = 0; from < log.size(); from += 10) {
            await(projection.project(log.poll(from, Math.min(from + 10, log.size()))));
        }

        int rounds = 0;
        while (database.dropHistory(50, 3) > 0) {
            rounds++;
        }

        assertThat(rounds).isEqualTo(3);
        assertThat(database.rows("SELECT history_kept, history_dropped FROM job"))
                .containsExactly("44|79");
        assertThat(database.rows("SELECT sum(events), min(position), max(last_position) FROM job_history"))
                .containsExactly("44|0|122");
        assertThat(database.rows("SELECT min(position) FROM job_history WHERE of_tasks"))
                .containsExactly("80");
    }

    /** Prints how fast events are projected with and without the history, in turns. */
    @Test
    void the_history_costs_little() {
        int tasks = 8_000;
        log.add(registered(JOB));
        for (int first = 0; first < tasks; first += 500) {
            log.add(added(JOB, first, 500));
        }
        int setUp = log.size();
        for (int i = 0; i < tasks; i++) {
            log.add(released(JOB, 1, i), started(i, 1, ANNA), completed(i, 1, ANNA));
        }
        double[] best = new double[2];
        for (int turn = 0; turn < 8; turn++) {
            boolean history = turn % 2 == 1;
            database.empty();
            projection = history
                    ? projector()
                    : database.projection(Topics.EVENTS, Event.class, ProjectionIT::withoutHistory, seeks);
            project(setUp);
            long began = System.nanoTime();
            for (int from = setUp; from < log.size(); from += 2_000) {
                await(projection.project(log.poll(from, Math.min(from + 2_000, log.size()))));
            }
            double rate = (log.size() - setUp) * 1e9 / (System.nanoTime() - began);
            best[turn % 2] = Math.max(best[turn % 2], rate);
        }
        System.out.printf("events/s without history %.0f, with it %.0f%n", best[0], best[1]);

        assertThat(database.rows("SELECT history_kept FROM job")).containsExactly(String.valueOf(log.size()));
    }

    private static Function<SqlConnection, Uni<List<Statement>>> withoutHistory(
            List<ReadBatch.ReadRecord<Event>> records) {
        EventFold fold = new EventFold();
        records.forEach(record -> fold.fold(record.envelope()));
        List<Statement> statements = fold.plan().statements();
        return connection -> Uni.createFrom().item(statements);
    }

    private void fill(JobId job) {
        var first = new TaskKey(job, 0);
        log.add(registered(job), added(job, 3), released(job, 1, 0));
        log.add(new TaskStarted(first, 1, ANNA, Samples.SESSION, EventLog.START));
        log.add(new TaskSoftFailed(first, 1, ANNA, "No"), new WorkerBlocklisted(job, ANNA, "blender"));
        await(logProjection()
                .project(new EventLog(Topics.TASK_LOGS, job.equals(JOB) ? 1 : 2)
                        .add(new LogChunk(first, 1, 0, "one\n"))
                        .pollAll()));
        await(previewProjection()
                .project(new EventLog(Topics.PREVIEWS, job.equals(JOB) ? 1 : 2)
                        .add(preview(first, 0, "first"))
                        .pollAll()));
    }

    private TopicProjection<Preview> previewProjection() {
        return database.projection(Topics.PREVIEWS, Preview.class, PreviewsListener::plan, seeks);
    }

    /** @param seconds after the start */
    private static Preview preview(TaskKey task, int seconds, String image) {
        String jpeg = Base64.getEncoder().encodeToString(image.getBytes(StandardCharsets.UTF_8));
        return new Preview(task, EventLog.START.plusSeconds(seconds), jpeg, jpeg, jpeg);
    }

    private List<String> previews() {
        return database.rows("SELECT job_id, task_index, convert_from(large, 'UTF8'), convert_from(tiny, 'UTF8')"
                + " FROM preview ORDER BY produced");
    }

    private TopicProjection<LogChunk> logProjection() {
        return database.projection(
                Topics.TASK_LOGS, LogChunk.class, records -> TaskLogsListener.plan(records, 20), seeks);
    }

    private int eraseAll() {
        JobErasure erasure = database.erasure();
        int steps = 0;
        for (var step = erasure.step().await().atMost(SOON);
                step.isPresent();
                step = erasure.step().await().atMost(SOON)) {
            steps++;
            if (step.get().nothingLeft()) {
                await(erasure.done(step.get().job(), EventLog.START));
            }
        }
        return steps;
    }

    /** The tables that have rows of the job. */
    private List<String> rowsOf(JobId job) {
        String wanted = "'" + job + "'";
        return database.rows(Stream.concat(
                        Stream.of("SELECT 'job' FROM job WHERE id = " + wanted),
                        Stream.concat(JobErasure.TABLES.stream(), Stream.of("deleted_job"))
                                .map(table -> "SELECT '%1$s' FROM %1$s WHERE job_id = %2$s".formatted(table, wanted)))
                .collect(Collectors.joining(" UNION ")));
    }

    @Test
    void a_text_with_nul_does_not_stop_the_projection() {
        log.add(registered(JOB), added(JOB, 1), started(0, 1, ANNA), new TaskSoftFailed(task(0), 1, ANNA, "a\0b"));

        project(log.size());

        assertThat(database.rows("SELECT activity FROM task")).containsExactly("a\uFFFDb");
    }

    private TopicProjection<Event> projector() {
        return database.projection(Topics.EVENTS, Event.class, EventsListener::plan, seeks);
    }

    private void project(int records) {
        await(projection.project(log.poll(0, records)));
    }

    private static <T> void await(Uni<T> uni) {
        uni.await().atMost(SOON);
    }

    private static void print(String what, int count, long began) {
        double seconds = (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
        System.out.printf("%s: %d in %.2f s, %.0f/s%n", what, count, seconds, count / seconds);
    }

    @Test
    void what_people_do_to_single_tasks_and_to_a_job() {
        log.add(
                registered(JOB),
                added(JOB, 4),
                released(JOB, 1, 0, 1, 2, 3),
                started(0, 1, ANNA),
                completed(0, 1, ANNA));
        log.add(started(1, 1, ANNA), new TaskCanceled(task(1), "Not needed"), started(2, 1, BERT));
        log.add(new TaskSoftFailed(task(2), 1, BERT, "No"), new WorkerBlocklisted(JOB, BERT, "blender"));
        project(log.size());
        assertThat(database.rows("SELECT task_index, status, runnable, activity FROM task ORDER BY 1"))
                .containsExactly(
                        "0|completed|false|",
                        "1|canceled|false|Not needed",
                        "2|soft-failed|false|No",
                        "3|queued|true|");
        assertThat(database.rows("SELECT outcome, message FROM task_attempt WHERE task_index = 1"))
                .containsExactly("canceled|Not needed");

        int from = log.size();
        log.add(new TaskReturned(task(0), TaskStatus.QUEUED, true, "Again"), new TasksRecalled(JOB, queued(3)));
        log.add(new WorkersUnblocked(JOB, Map.of(BERT, Set.of("blender"))), new JobStalled(JOB, "Nothing is left"));
        log.add(released(JOB, 2, 0, 2), new JobTagChanged(JOB, "00000000-0000-4000-8000-00000000007a"));
        log.add(released(JOB, 3, 2));
        await(projection.project(log.poll(from, log.size())));

        assertThat(database.rows("SELECT task_index, status, runnable, attempt FROM task ORDER BY 1"))
                .containsExactly("0|queued|false|2", "1|canceled|false|1", "2|soft-failed|true|3", "3|queued|false|1");
        assertThat(database.rows("SELECT count(*) FROM job_blocklist")).containsExactly("0");
        assertThat(database.rows("SELECT activity, worker_tag, queued_tasks, completed_tasks, canceled_tasks FROM job"))
                .containsExactly("Nothing is left|00000000-0000-4000-8000-00000000007a|2|0|1");

        from = log.size();
        log.add(new JobTagChanged(JOB, null), new JobPriorityChanged(JOB, 3));
        await(projection.project(log.poll(from, log.size())));
        assertThat(database.rows("SELECT worker_tag, priority FROM job")).containsExactly("null|3");
    }

    private static List<QueuedTask> queued(int index) {
        return List.of(new QueuedTask(index, 1, 50));
    }
}
