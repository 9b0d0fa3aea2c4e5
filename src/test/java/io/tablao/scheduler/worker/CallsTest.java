// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import static io.tablao.model.WorkerStatus.ASLEEP;
import static io.tablao.model.WorkerStatus.AWAKE;
import static io.tablao.model.WorkerStatus.OFFLINE;
import static io.tablao.scheduler.worker.WorkerTrial.ANNA;
import static io.tablao.scheduler.worker.WorkerTrial.FIRST;
import static io.tablao.scheduler.worker.WorkerTrial.PROFILE;
import static io.tablao.scheduler.worker.WorkerTrial.SECOND;
import static io.tablao.scheduler.worker.WorkerTrial.START;
import static io.tablao.scheduler.worker.WorkerTrial.request;
import static io.tablao.scheduler.worker.WorkerTrial.requestLazily;
import static io.tablao.scheduler.worker.WorkerTrial.signOn;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.Caller;
import io.tablao.event.JobCommand;
import io.tablao.event.QueueCommand;
import io.tablao.event.WorkerCommand;
import io.tablao.model.JobId;
import io.tablao.model.QueueId;
import io.tablao.model.SessionId;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskKey;
import io.tablao.model.TaskStatus;
import io.tablao.model.Variables;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerStatus;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What Anna gets who speaks HTTP: each call has a number, and so has its answer. */
class CallsTest {

    private static final JobId JOB = new JobId(new UUID(0, 9));
    private static final TaskKey TASK = new TaskKey(JOB, 3);
    private static final TaskKey OTHER = new TaskKey(JOB, 4);
    private static final SessionId NONE = new SessionId(new UUID(1, 9));
    private static final Duration WAIT = Duration.ofSeconds(20);

    @Test
    void a_worker_that_registers_is_offline_and_known_by_its_secret() {
        new WorkerTrial()
                .when(register())
                .then("registered", "shards hear: offline")
                .when(new WorkerCommand.FindSecret(ANNA, caller(1)))
                .then("caller 1: secret hash");
    }

    @Test
    void a_registration_delivered_twice_changes_nothing_and_nobody_takes_anothers_id() {
        var trial = new WorkerTrial().given(register());
        trial.when(register()).then();
        trial.when(new WorkerCommand.RegisterWorker(ANNA, NONE, PROFILE, "another"));
        assertThat(trial.said()).singleElement().asString().startsWith("refused, CONFLICT");
    }

    @Test
    void nobody_answers_for_a_worker_that_is_not_known_or_speaks_to_kafka() {
        new WorkerTrial().when(ask(1)).then("caller 1: NOT_FOUND");
        new WorkerTrial().given(signOn(FIRST)).when(ask(2)).then("caller 2: NOT_FOUND");
    }

    @Test
    void signing_on_tells_where_to_go_and_keeps_the_platform_of_the_registration() {
        var trial = new WorkerTrial().given(register());
        trial.when(signOnByCall(1, SECOND))
                .then("signed on, awake", "shards hear: awake", "queue blender", "queue misc", "caller 1: go awake");
        assertThat(trial.worker().profile().platform()).isEqualTo("linux");
        assertThat(trial.worker().profile().taskTypes()).containsExactlyInAnyOrder("blender", "misc");
    }

    @Test
    void a_worker_that_is_remembered_as_asleep_is_told_so() {
        var trial = awake();
        trial.given(request(ASLEEP)).when(signOnByCall(2, SECOND));
        assertThat(trial.said()).contains("signed on, asleep").endsWith("caller 2: go asleep");
    }

    @Test
    void one_that_is_to_be_offline_is_told_so_however_often_it_signs_on() {
        var trial = awake().given(request(OFFLINE));
        assertThat(trial.when(signOnByCall(2, SECOND)).said()).endsWith("caller 2: go offline");
        trial.when(new WorkerCommand.AskStatus(ANNA, caller(3))).then("caller 3: go offline");
    }

    @Test
    void only_one_that_is_awake_gets_tasks_and_only_when_nothing_else_is_asked_of_it() {
        new WorkerTrial().given(register()).when(ask(1)).then("caller 1: CONFLICT");
        awake().given(request(ASLEEP), tell(ASLEEP)).when(ask(1)).then("caller 1: CONFLICT");
        awake().given(requestLazily(ASLEEP)).when(ask(1)).then("caller 1: go asleep");
    }

    @Test
    void who_asks_waits_in_all_its_queues_until_its_time_is_over() {
        var trial = awake();
        trial.when(ask(1))
                .then("waits", "farm hears: " + await("blender", trial), "farm hears: " + await("misc", trial));
        trial.after(WAIT).then("waits no more", "caller 1: nothing");
    }

    @Test
    void a_request_delivered_twice_goes_on_waiting() {
        var trial = awake().given(ask(1));
        trial.when(ask(1)).then();
        trial.after(WAIT).then("waits no more", "caller 1: nothing");
    }

    @Test
    void to_wait_is_to_be_seen() {
        var trial = new WorkerTrial().given(register(), signOnByCall(0, FIRST));
        trial.when(new WorkerCommand.RequestTask(ANNA, caller(1), trial.now().plus(Duration.ofMinutes(2))));
        trial.after(Duration.ofSeconds(179));
        assertThat(trial.worker().status()).isEqualTo(AWAKE);
        trial.after(Duration.ofSeconds(2));
        assertThat(trial.worker().status()).isEqualTo(WorkerStatus.ERROR);
    }

    @Test
    void the_first_offer_is_taken_and_the_grant_answers_the_call() {
        awake().given(ask(1))
                .when(offer(TASK))
                .then("holds 3#1, asked", "farm hears: " + start(TASK))
                .when(offer(OTHER))
                .then("farm hears: " + declined(OTHER))
                .when(begin(TASK))
                .then("holds 3#1, running", "waits no more", "caller 1: run 3#1");
    }

    @Test
    void an_offer_to_one_that_does_not_wait_is_declined() {
        awake().when(offer(TASK)).then("farm hears: " + declined(TASK));
        new WorkerTrial().when(offer(TASK)).then("farm hears: " + declined(TASK));
    }

    @Test
    void a_worker_that_asks_again_gets_its_active_task_again() {
        running()
                .when(ask(2))
                .then("waits", "farm hears: " + start(TASK))
                .when(begin(TASK))
                .then("waits no more", "caller 2: run 3#1");
    }

    @Test
    void a_grant_that_came_when_nobody_waited_any_more_is_kept_for_the_next_call() {
        awake().given(ask(1), offer(TASK))
                .when(new WorkerCommand.StopWaiting(ANNA, caller(1).request()))
                .then("waits no more", "caller 1: nothing")
                .when(begin(TASK))
                .then("holds 3#1, running")
                .when(ask(2))
                .then("waits", "farm hears: " + start(TASK));
    }

    @Test
    void a_refused_start_leaves_it_waiting_for_another_task() {
        var trial = awake().given(ask(1), offer(TASK));
        trial.when(new WorkerCommand.DropTask(ANNA, FIRST, TASK, 1, "canceled"))
                .then("holds nothing", "farm hears: " + await("blender", trial), "farm hears: " + await("misc", trial));
    }

    @Test
    void a_second_call_takes_the_place_of_the_first() {
        var trial = awake().given(ask(1));
        assertThat(trial.when(ask(2)).said()).startsWith("waits", "caller 1: nothing");
        trial.given(offer(TASK)).when(begin(TASK)).then("holds 3#1, running", "waits no more", "caller 2: run 3#1");
    }

    @Test
    void a_wish_for_another_status_ends_the_wait_at_once() {
        awake().given(ask(1))
                .when(requestLazily(ASLEEP))
                .then("is to be asleep after her task", "waits no more", "caller 1: go asleep");
    }

    @Test
    void a_shard_that_recovers_knows_what_she_runs_and_by_what_she_is_known_but_not_that_she_waits() {
        running().recovers().when(ask(2)).then("waits", "farm hears: " + start(TASK));
        awake().given(ask(1)).recovers().when(offer(TASK)).then("farm hears: " + declined(TASK));
    }

    @Test
    void may_she_go_on() {
        running().when(mayRun(TASK)).then("farm hears: " + progress(0), "caller 5: go on");
        running().given(requestLazily(ASLEEP)).when(mayRun(TASK)).then("farm hears: " + progress(0), "caller 5: go on");
        running().given(request(ASLEEP)).when(mayRun(TASK)).then("farm hears: " + progress(0), "caller 5: change");
        running().when(mayRun(OTHER)).then("caller 5: stop");
        running()
                .given(new WorkerCommand.DropTask(ANNA, FIRST, TASK, 1, "canceled"))
                .when(mayRun(TASK))
                .then("caller 5: stop");
    }

    @Test
    void news_of_a_task_go_to_its_job() {
        running().when(update(TaskStatus.ACTIVE, null, 0)).then("farm hears: " + progress(0), "caller 6: noted, log 0");
        running().when(update(null, 4, 0)).then("farm hears: " + progress(4), "caller 6: noted, log 0");
        running()
                .when(update(TaskStatus.COMPLETED, null, 0))
                .then("holds 3#1, ended", "farm hears: " + finish(), "caller 6: noted, log 0");
        running()
                .when(update(TaskStatus.FAILED, null, 0))
                .then("holds 3#1, ended", "farm hears: " + fail(), "caller 6: noted, log 0");
    }

    @Test
    void chunks_of_a_log_are_numbered_whichever_process_writes_them() {
        running()
                .given(update(null, null, 2))
                .when(update(null, null, 1))
                .then("holds 3#1, running", "farm hears: " + progress(0), "caller 6: noted, log 2");
    }

    @Test
    void an_end_that_is_reported_twice_is_taken_once_and_another_workers_task_is_refused() {
        running()
                .given(update(TaskStatus.COMPLETED, null, 0))
                .when(update(TaskStatus.COMPLETED, null, 0))
                .then("caller 6: noted, log 0");
        awake().when(update(TaskStatus.COMPLETED, null, 0)).then("caller 6: CONFLICT");
    }

    @Test
    void after_the_end_of_a_task_the_next_one_comes() {
        var trial = running().given(update(TaskStatus.COMPLETED, null, 0));
        assertThat(trial.when(ask(2)).said()).startsWith("waits", "farm hears: " + await("blender", trial));
        trial.when(offer(OTHER)).then("holds 4#1, asked", "farm hears: " + start(OTHER));
    }

    @Test
    void one_that_was_lost_goes_on_with_its_next_call_but_without_its_task() {
        var trial = running();
        trial.after(Duration.ofMinutes(5));
        assertThat(trial.worker().status()).isEqualTo(WorkerStatus.ERROR);
        assertThat(trial.when(mayRun(TASK)).said()).contains("error → awake").endsWith("caller 5: stop");
        assertThat(trial.when(ask(2)).said()).startsWith("waits");
    }

    @Test
    void signing_off_ends_the_wait() {
        awake().given(ask(1))
                .when(new WorkerCommand.SignOffByCall(ANNA, caller(2)))
                .then("signed off", "waits no more", "caller 1: CONFLICT", "shards hear: offline", "caller 2: nothing");
    }

    @Test
    void a_status_that_does_not_follow_is_refused_and_one_that_does_is_known() {
        awake().when(tell(ASLEEP)).then("awake → asleep", "shards hear: asleep", "caller 7: nothing");
        new WorkerTrial().given(register()).when(tell(ASLEEP)).then("caller 7: CONFLICT");
    }

    private static WorkerTrial awake() {
        return new WorkerTrial().given(register(), signOnByCall(0, FIRST));
    }

    private static WorkerTrial running() {
        return awake().given(ask(1), offer(TASK), begin(TASK));
    }

    private static Caller caller(int number) {
        return new Caller("api", new UUID(0, number));
    }

    private static WorkerCommand register() {
        return new WorkerCommand.RegisterWorker(ANNA, NONE, PROFILE, "hash");
    }

    private static WorkerCommand signOnByCall(int number, SessionId session) {
        return new WorkerCommand.SignOnByCall(
                ANNA, caller(number), session, "anna", "flamenco 3", Set.of("blender", "misc"), false);
    }

    private static WorkerCommand ask(int number) {
        return new WorkerCommand.RequestTask(ANNA, caller(number), START.plus(WAIT));
    }

    private static WorkerCommand tell(WorkerStatus status) {
        return new WorkerCommand.TellStatus(ANNA, caller(7), status);
    }

    private static WorkerCommand offer(TaskKey task) {
        return new WorkerCommand.TakeOffer(ANNA, FIRST, QueueId.of("misc"), task, 1);
    }

    private static WorkerCommand begin(TaskKey task) {
        return new WorkerCommand.BeginTask(
                ANNA,
                FIRST,
                task,
                1,
                "job",
                "type",
                50,
                new TaskDefinition(task.index(), "task", "misc", 50, List.of(), List.of()),
                Variables.NONE);
    }

    private static WorkerCommand mayRun(TaskKey task) {
        return new WorkerCommand.AskToKeepRunning(ANNA, caller(5), task.taskId());
    }

    private static WorkerCommand update(@Nullable TaskStatus status, @Nullable Integer steps, int chunks) {
        return new WorkerCommand.UpdateTask(ANNA, caller(6), TASK.taskId(), status, steps, "why", chunks);
    }

    private static Object await(String type, WorkerTrial trial) {
        WorkerId worker = trial.worker().worker();
        return new QueueCommand.AwaitTask(
                QueueId.of(type), worker, trial.worker().session(), START.plus(WAIT));
    }

    private static Object start(TaskKey task) {
        return new JobCommand.StartTask(task, 1, ANNA, FIRST);
    }

    private static Object declined(TaskKey task) {
        return new QueueCommand.DeclineOffer(QueueId.of("misc"), task, 1, ANNA);
    }

    private static Object progress(int steps) {
        return new JobCommand.ReportProgress(TASK, 1, ANNA, FIRST, steps);
    }

    private static Object finish() {
        return new JobCommand.FinishTask(TASK, 1, ANNA, FIRST);
    }

    private static Object fail() {
        return new JobCommand.FailTask(TASK, 1, ANNA, FIRST, "why");
    }
}
