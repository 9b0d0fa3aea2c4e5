// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static io.tablao.scheduler.job.Crew.ANNA;
import static io.tablao.scheduler.job.Crew.BERT;
import static io.tablao.scheduler.job.Crew.CARL;
import static io.tablao.scheduler.job.JobTrial.JOB;
import static io.tablao.scheduler.job.JobTrial.given;
import static io.tablao.scheduler.job.JobTrial.later;
import static io.tablao.scheduler.job.JobTrial.roster;
import static io.tablao.scheduler.job.JobTrial.that;
import static io.tablao.scheduler.job.Plot.add;
import static io.tablao.scheduler.job.Plot.cancel;
import static io.tablao.scheduler.job.Plot.check;
import static io.tablao.scheduler.job.Plot.completed;
import static io.tablao.scheduler.job.Plot.expire;
import static io.tablao.scheduler.job.Plot.fail;
import static io.tablao.scheduler.job.Plot.failCompilation;
import static io.tablao.scheduler.job.Plot.failed;
import static io.tablao.scheduler.job.Plot.finish;
import static io.tablao.scheduler.job.Plot.follow;
import static io.tablao.scheduler.job.Plot.hear;
import static io.tablao.scheduler.job.Plot.job;
import static io.tablao.scheduler.job.Plot.pause;
import static io.tablao.scheduler.job.Plot.priority;
import static io.tablao.scheduler.job.Plot.progress;
import static io.tablao.scheduler.job.Plot.register;
import static io.tablao.scheduler.job.Plot.registered;
import static io.tablao.scheduler.job.Plot.release;
import static io.tablao.scheduler.job.Plot.render;
import static io.tablao.scheduler.job.Plot.renders;
import static io.tablao.scheduler.job.Plot.request;
import static io.tablao.scheduler.job.Plot.requestTask;
import static io.tablao.scheduler.job.Plot.retry;
import static io.tablao.scheduler.job.Plot.returnTasks;
import static io.tablao.scheduler.job.Plot.seal;
import static io.tablao.scheduler.job.Plot.start;
import static io.tablao.scheduler.job.Plot.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.JobCommand;
import io.tablao.event.JobEvent;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.TaskStatus;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.job.JobTrial.Ask;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What comes of every command in every status: of a job, and of a task. The tables go through all statuses and all commands
 * that there are, so a new one breaks them until somebody has decided what is to come of it.
 *
 * <p>{@code -} nothing changes; {@code conflict}, {@code invalid}, {@code not-found} refused; {@code told}
 * nothing changes but somebody hears of it, or a timer begins anew; else what happens, in order.
 */
class CommandTablesTest {

    /** What becomes of a job that is being deleted is a matter of its own: see DeletionTest. */
    private static final Set<Class<?>> OF_DELETION = Set.of(
            JobCommand.DeleteJob.class,
            JobCommand.ExpireJob.class,
            JobCommand.EraseJob.class,
            JobCommand.ForgetDeletedJob.class);

    private static final JobId ANOTHER = new JobId(new UUID(0x10b, 2));

    /** In these a job never stands: they are asked for, and carried out at once. */
    private static final Set<JobStatus> NEVER = EnumSet.of(JobStatus.CANCEL_REQUESTED, JobStatus.REQUEUEING);

    /** Two tasks; what is active is run by Anna. */
    private static JobTrial jobThatIs(JobStatus status) {
        return switch (status) {
            case UNDER_CONSTRUCTION -> given(registered(), that(add("c", 0, render(0), render(1))));
            case QUEUED -> given(job(renders(2)));
            case ACTIVE -> given(job(renders(2)), started(0, ANNA));
            case COMPLETED -> given(job(renders(2)), completed(0, ANNA), completed(1, ANNA));
            case FAILED -> given(job(renders(2)), roster(ANNA.awake()), failed(0, ANNA));
            case PAUSED -> given(job(renders(2)), that(pause()));
            case PAUSE_REQUESTED -> given(job(renders(2)), started(0, ANNA), that(pause()));
            case CANCELED -> given(job(renders(2)), that(cancel()));
            case CANCEL_REQUESTED, REQUEUEING -> throw new IllegalArgumentException("No job stands in " + status);
        };
    }

    /** Task 0 of twenty, in a job that is active; whoever is its worker is Anna. */
    private static JobTrial taskThatIs(TaskStatus status) {
        var active = given(job(renders(20)), started(1, CARL));
        return switch (status) {
            case QUEUED -> active;
            case ACTIVE -> active.and(started(0, ANNA));
            case COMPLETED -> active.and(completed(0, ANNA));
            case FAILED -> active.and(failed(0, BERT, Crew.DORA, ANNA));
            case SOFT_FAILED -> active.and(failed(0, ANNA));
            case CANCELED -> active.and(that(requestTask(0, TaskStatus.CANCELED)));
            case PAUSED -> active.and(that(requestTask(0, TaskStatus.PAUSED)));
        };
    }

    private static Map<String, Ask> commandsForJobs() {
        Map<String, Ask> asks = new LinkedHashMap<>();
        asks.put("register", register());
        asks.put("add tasks", add("c", 1, render(2)));
        asks.put("seal", seal("c", 2));
        asks.put("fail compilation", failCompilation("No frames"));
        for (var status : JobStatus.values()) {
            asks.put("request " + status, request(status));
        }
        asks.put("change priority", priority(90));
        asks.put("change tag", trial -> new JobCommand.ChangeJobTag(JOB, Crew.FAST));
        asks.put("unblock workers", trial -> new JobCommand.UnblockWorkers(JOB, Map.of(ANNA.id(), Set.of("blender"))));
        asks.put("release tasks", release());
        asks.put("follow", follow(ANOTHER));
        asks.put("hear of job", hear(ANOTHER, "Layout", JobStatus.COMPLETED));
        asks.putAll(commandsForTasks(0));
        return asks;
    }

    private static Map<String, Ask> commandsForTasks(int task) {
        Map<String, Ask> asks = new LinkedHashMap<>();
        asks.put("start", start(task, ANNA));
        asks.put("report progress", progress(task, ANNA, 4));
        asks.put("finish", finish(task, ANNA));
        asks.put("fail", fail(task, ANNA));
        asks.put("return tasks", returnTasks(ANNA));
        asks.put("expire attempt", expire(task));
        asks.put("check", trial -> check(task).apply(trial.and(later(Duration.ofMinutes(10)))));
        asks.put("retry", retry(task, 1));
        for (var status : TaskStatus.values()) {
            asks.put("request task " + status, requestTask(task, status));
        }
        return asks;
    }

    @Test
    void jobs() {
        var statuses = EnumSet.complementOf(EnumSet.copyOf(NEVER));
        assertThat(table(commandsForJobs(), statuses, CommandTablesTest::jobThatIs))
                .isEqualTo("""
                        register
                            under-construction -
                            queued             -
                            active             -
                            completed          -
                            failed             -
                            paused             -
                            pause-requested    -
                            canceled           -
                        add tasks
                            under-construction TasksAdded
                            queued             -
                            active             -
                            completed          -
                            failed             -
                            paused             -
                            pause-requested    -
                            canceled           -
                        seal
                            under-construction JobSealed, JobStatusChanged(queued)
                            queued             -
                            active             -
                            completed          -
                            failed             -
                            paused             -
                            pause-requested    -
                            canceled           -
                        fail compilation
                            under-construction CompilationFailed
                            queued             -
                            active             -
                            completed          -
                            failed             -
                            paused             -
                            pause-requested    -
                            canceled           -
                        request under-construction
                            under-construction invalid
                            queued             invalid
                            active             invalid
                            completed          invalid
                            failed             invalid
                            paused             invalid
                            pause-requested    invalid
                            canceled           invalid
                        request queued
                            under-construction -
                            queued             -
                            active             JobStatusChanged(queued)
                            completed          JobStatusChanged(queued), TasksChanged(queued)
                            failed             JobStatusChanged(queued), BlocklistCleared, TasksChanged(queued)
                            paused             JobStatusChanged(queued), TasksChanged(queued)
                            pause-requested    JobStatusChanged(queued), TasksChanged(queued)
                            canceled           JobStatusChanged(queued), TasksChanged(queued)
                        request active
                            under-construction invalid
                            queued             invalid
                            active             invalid
                            completed          invalid
                            failed             invalid
                            paused             invalid
                            pause-requested    invalid
                            canceled           invalid
                        request completed
                            under-construction invalid
                            queued             invalid
                            active             invalid
                            completed          invalid
                            failed             invalid
                            paused             invalid
                            pause-requested    invalid
                            canceled           invalid
                        request failed
                            under-construction invalid
                            queued             invalid
                            active             invalid
                            completed          invalid
                            failed             invalid
                            paused             invalid
                            pause-requested    invalid
                            canceled           invalid
                        request paused
                            under-construction invalid
                            queued             invalid
                            active             invalid
                            completed          invalid
                            failed             invalid
                            paused             invalid
                            pause-requested    invalid
                            canceled           invalid
                        request pause-requested
                            under-construction InitialStatusChanged(paused)
                            queued             JobStatusChanged(paused), TasksChanged(paused)
                            active             JobStatusChanged(pause-requested), TasksChanged(paused)
                            completed          conflict
                            failed             conflict
                            paused             -
                            pause-requested    -
                            canceled           conflict
                        request cancel-requested
                            under-construction CompilationCanceled
                            queued             JobStatusChanged(canceled), TasksChanged(canceled)
                            active             JobStatusChanged(canceled), TasksChanged(canceled)
                            completed          conflict
                            failed             conflict
                            paused             JobStatusChanged(canceled)
                            pause-requested    JobStatusChanged(canceled), TasksChanged(canceled)
                            canceled           -
                        request canceled
                            under-construction invalid
                            queued             invalid
                            active             invalid
                            completed          invalid
                            failed             invalid
                            paused             invalid
                            pause-requested    invalid
                            canceled           invalid
                        request requeueing
                            under-construction -
                            queued             -
                            active             JobStatusChanged(queued)
                            completed          JobStatusChanged(queued), TasksChanged(queued)
                            failed             JobStatusChanged(queued), BlocklistCleared, TasksChanged(queued)
                            paused             JobStatusChanged(queued), TasksChanged(queued)
                            pause-requested    JobStatusChanged(queued), TasksChanged(queued)
                            canceled           JobStatusChanged(queued), TasksChanged(queued)
                        change priority
                            under-construction JobPriorityChanged
                            queued             JobPriorityChanged
                            active             JobPriorityChanged
                            completed          JobPriorityChanged
                            failed             JobPriorityChanged
                            paused             JobPriorityChanged
                            pause-requested    JobPriorityChanged
                            canceled           JobPriorityChanged
                        change tag
                            under-construction JobTagChanged
                            queued             JobTagChanged
                            active             JobTagChanged
                            completed          JobTagChanged
                            failed             JobTagChanged
                            paused             JobTagChanged
                            pause-requested    JobTagChanged
                            canceled           JobTagChanged
                        unblock workers
                            under-construction -
                            queued             -
                            active             -
                            completed          -
                            failed             -
                            paused             -
                            pause-requested    -
                            canceled           -
                        release tasks
                            under-construction -
                            queued             -
                            active             -
                            completed          -
                            failed             -
                            paused             -
                            pause-requested    -
                            canceled           -
                        follow
                            under-construction FollowerAdded
                            queued             FollowerAdded
                            active             FollowerAdded
                            completed          told
                            failed             FollowerAdded
                            paused             FollowerAdded
                            pause-requested    FollowerAdded
                            canceled           FollowerAdded
                        hear of job
                            under-construction -
                            queued             -
                            active             -
                            completed          -
                            failed             -
                            paused             -
                            pause-requested    -
                            canceled           -
                        start
                            under-construction not-found
                            queued             TaskStarted, JobStatusChanged(active)
                            active             told
                            completed          conflict
                            failed             conflict
                            paused             conflict
                            pause-requested    told
                            canceled           conflict
                        report progress
                            under-construction not-found
                            queued             told
                            active             TaskProgressed
                            completed          -
                            failed             -
                            paused             told
                            pause-requested    TaskProgressed
                            canceled           told
                        finish
                            under-construction not-found
                            queued             conflict
                            active             TaskCompleted
                            completed          -
                            failed             conflict
                            paused             conflict
                            pause-requested    TaskCompleted, JobStatusChanged(paused)
                            canceled           conflict
                        fail
                            under-construction not-found
                            queued             conflict
                            active             TaskSoftFailed
                            completed          conflict
                            failed             -
                            paused             conflict
                            pause-requested    TaskSoftFailed, TaskReturned(paused), JobStatusChanged(paused)
                            canceled           conflict
                        return tasks
                            under-construction -
                            queued             -
                            active             TaskReturned(queued)
                            completed          -
                            failed             -
                            paused             -
                            pause-requested    TaskReturned(paused), JobStatusChanged(paused)
                            canceled           -
                        expire attempt
                            under-construction -
                            queued             TaskReturned(queued)
                            active             -
                            completed          -
                            failed             -
                            paused             -
                            pause-requested    -
                            canceled           -
                        check
                            under-construction -
                            queued             -
                            active             TaskSoftFailed
                            completed          -
                            failed             -
                            paused             -
                            pause-requested    TaskSoftFailed, TaskReturned(paused), JobStatusChanged(paused)
                            canceled           -
                        retry
                            under-construction -
                            queued             -
                            active             -
                            completed          -
                            failed             -
                            paused             -
                            pause-requested    -
                            canceled           -
                        request task queued
                            under-construction conflict
                            queued             -
                            active             TaskReturned(queued)
                            completed          TaskReturned(queued), JobStatusChanged(queued)
                            failed             TaskReturned(queued), JobStatusChanged(queued)
                            paused             TaskReturned(queued)
                            pause-requested    TaskReturned(queued), JobStatusChanged(paused)
                            canceled           TaskReturned(queued), JobStatusChanged(queued)
                        request task active
                            under-construction conflict
                            queued             invalid
                            active             invalid
                            completed          invalid
                            failed             invalid
                            paused             invalid
                            pause-requested    invalid
                            canceled           invalid
                        request task completed
                            under-construction conflict
                            queued             invalid
                            active             invalid
                            completed          invalid
                            failed             invalid
                            paused             invalid
                            pause-requested    invalid
                            canceled           invalid
                        request task failed
                            under-construction conflict
                            queued             invalid
                            active             invalid
                            completed          invalid
                            failed             invalid
                            paused             invalid
                            pause-requested    invalid
                            canceled           invalid
                        request task soft-failed
                            under-construction conflict
                            queued             invalid
                            active             invalid
                            completed          invalid
                            failed             invalid
                            paused             invalid
                            pause-requested    invalid
                            canceled           invalid
                        request task canceled
                            under-construction conflict
                            queued             TaskCanceled
                            active             TaskCanceled
                            completed          conflict
                            failed             conflict
                            paused             TaskCanceled
                            pause-requested    TaskCanceled, JobStatusChanged(paused)
                            canceled           -
                        request task paused
                            under-construction conflict
                            queued             TaskReturned(paused)
                            active             TaskReturned(paused)
                            completed          conflict
                            failed             conflict
                            paused             -
                            pause-requested    TaskReturned(paused), JobStatusChanged(paused)
                            canceled           conflict
                        """);
    }

    @Test
    void tasks() {
        assertThat(table(commandsForTasks(0), EnumSet.allOf(TaskStatus.class), CommandTablesTest::taskThatIs))
                .isEqualTo("""
                        start
                            queued             TaskStarted
                            active             told
                            completed          conflict
                            failed             conflict
                            soft-failed        TaskReturned(soft-failed)
                            canceled           conflict
                            paused             conflict
                        report progress
                            queued             told
                            active             TaskProgressed
                            completed          -
                            failed             -
                            soft-failed        -
                            canceled           told
                            paused             told
                        finish
                            queued             conflict
                            active             TaskCompleted
                            completed          -
                            failed             conflict
                            soft-failed        conflict
                            canceled           conflict
                            paused             conflict
                        fail
                            queued             conflict
                            active             TaskSoftFailed
                            completed          conflict
                            failed             -
                            soft-failed        -
                            canceled           conflict
                            paused             conflict
                        return tasks
                            queued             -
                            active             TaskReturned(queued)
                            completed          -
                            failed             -
                            soft-failed        -
                            canceled           -
                            paused             -
                        expire attempt
                            queued             TaskReturned(queued)
                            active             -
                            completed          -
                            failed             -
                            soft-failed        TaskReturned(soft-failed)
                            canceled           -
                            paused             -
                        check
                            queued             -
                            active             TaskSoftFailed
                            completed          -
                            failed             -
                            soft-failed        -
                            canceled           -
                            paused             -
                        retry
                            queued             -
                            active             -
                            completed          -
                            failed             -
                            soft-failed        -
                            canceled           -
                            paused             -
                        request task queued
                            queued             -
                            active             TaskReturned(queued)
                            completed          TaskReturned(queued)
                            failed             TaskReturned(queued)
                            soft-failed        TaskReturned(queued)
                            canceled           TaskReturned(queued)
                            paused             TaskReturned(queued)
                        request task active
                            queued             invalid
                            active             invalid
                            completed          invalid
                            failed             invalid
                            soft-failed        invalid
                            canceled           invalid
                            paused             invalid
                        request task completed
                            queued             invalid
                            active             invalid
                            completed          invalid
                            failed             invalid
                            soft-failed        invalid
                            canceled           invalid
                            paused             invalid
                        request task failed
                            queued             invalid
                            active             invalid
                            completed          invalid
                            failed             invalid
                            soft-failed        invalid
                            canceled           invalid
                            paused             invalid
                        request task soft-failed
                            queued             invalid
                            active             invalid
                            completed          invalid
                            failed             invalid
                            soft-failed        invalid
                            canceled           invalid
                            paused             invalid
                        request task canceled
                            queued             TaskCanceled
                            active             TaskCanceled
                            completed          conflict
                            failed             conflict
                            soft-failed        TaskCanceled
                            canceled           -
                            paused             TaskCanceled
                        request task paused
                            queued             TaskReturned(paused)
                            active             TaskReturned(paused)
                            completed          conflict
                            failed             conflict
                            soft-failed        TaskReturned(paused)
                            canceled           conflict
                            paused             -
                        """);
    }

    @Test
    void noJobStandsInAStatusThatIsCarriedOutAtOnce() {
        for (var never : NEVER) {
            assertThat(Arrays.stream(JobStatus.values())).noneMatch(from -> JobTransitions.allows(from, never));
        }
    }

    @Test
    void noCommandIsLeftOut() {
        Set<String> asked = commandsForJobs().values().stream()
                .map(ask -> ask.apply(new JobTrial()).getClass().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(asked)
                .isEqualTo(leaves(JobCommand.class)
                        .filter(each -> !OF_DELETION.contains(each))
                        .map(Class::getSimpleName)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return Optional.ofNullable(type.getPermittedSubclasses()).stream()
                .flatMap(Arrays::stream)
                .flatMap(each -> each.isSealed() ? leaves(each) : Stream.of(each));
    }

    private static <S extends Enum<S>> String table(
            Map<String, Ask> asks, Set<S> statuses, Function<S, JobTrial> trialIn) {
        var table = new StringBuilder();
        asks.forEach((name, ask) -> {
            table.append(name).append('\n');
            for (var status : statuses) {
                var trial = trialIn.apply(status);
                table.append("    %-18s ".formatted(status))
                        .append(outcome(trial.when(ask).decision()))
                        .append('\n');
            }
        });
        return table.toString();
    }

    private static String outcome(Decision decision) {
        return switch (decision) {
            case Decision.Rejected rejected ->
                rejected.refusal().kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
            case Decision.Accepted accepted when accepted.equals(Decision.NOTHING) -> "-";
            case Decision.Accepted accepted when accepted.events().isEmpty() -> "told";
            case Decision.Accepted accepted ->
                accepted.events().stream().map(event -> told((JobEvent) event)).collect(Collectors.joining(", "));
        };
    }

    private static String told(JobEvent event) {
        String name = event.getClass().getSimpleName();
        return switch (event) {
            case JobEvent.JobStatusChanged changed -> name + "(" + changed.to() + ")";
            case JobEvent.TasksChanged changed -> name + "(" + changed.to() + ")";
            case JobEvent.TaskReturned returned -> name + "(" + returned.to() + ")";
            case JobEvent.InitialStatusChanged changed -> name + "(" + changed.status() + ")";
            default -> name;
        };
    }
}
