// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import static io.tablao.scheduler.worker.WorkerTrial.ANNA;
import static io.tablao.scheduler.worker.WorkerTrial.FIRST;
import static io.tablao.scheduler.worker.WorkerTrial.SECOND;
import static io.tablao.scheduler.worker.WorkerTrial.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.WorkerCommand;
import io.tablao.model.SleepSchedule;
import io.tablao.model.WorkerStatus;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each command in each status of a worker of which nothing was asked before: the status that it has then and, after an arrow,
 * the one that it is to go to. A cross is a refusal; with a dash nothing happens, but that the worker may be told something.
 * {@code gone}: it is known no more.
 */
class WorkerTableTest {

    private static final String TABLE = """
        command                  | starting           | awake            | asleep            | error           | testing           | offline          | restart
        sign on, same session    | -                  | -                | -                 | awake           | -                 | -                | -
        sign on, another session | awake              | awake            | asleep            | awake           | awake             | awake            | awake
        sign off                 | offline            | offline          | offline → asleep  | offline         | offline           | -                | offline
        sign off, other session  | -                  | -                | -                 | -               | -                 | -                | -
        heartbeat                | -                  | -                | -                 | awake           | -                 | -                | -
        check, long silent       | error              | error            | error → asleep    | -               | error             | -                | error
        request starting         | ×                  | ×                | ×                 | ×               | ×                 | ×                | ×
        request awake            | starting → awake   | -                | asleep → awake    | error → awake   | testing → awake   | offline → awake  | restart → awake
        request asleep           | starting → asleep  | awake → asleep   | -                 | error → asleep  | testing → asleep  | offline → asleep | restart → asleep
        request error            | ×                  | ×                | ×                 | ×               | ×                 | ×                | ×
        request testing          | ×                  | ×                | ×                 | ×               | ×                 | ×                | ×
        request offline          | starting → offline | awake → offline  | asleep → offline  | offline         | testing → offline | -                | restart → offline
        request restart          | ×                  | awake → restart  | asleep → restart  | ×               | testing → restart | ×                | -
        report starting          | -                  | ×                | ×                 | starting        | ×                 | ×                | starting
        report awake             | awake              | -                | awake             | awake           | awake             | ×                | awake
        report asleep            | asleep             | asleep           | -                 | asleep          | asleep            | ×                | asleep
        report error             | error              | error            | error → asleep    | -               | error             | ×                | error
        report testing           | testing            | testing          | testing           | ×               | -                 | ×                | ×
        report offline           | offline            | offline          | offline → asleep  | offline         | offline           | -                | offline
        report restart           | ×                  | restart          | restart → asleep  | ×               | restart           | ×                | -
        set tags                 | starting           | awake            | asleep            | error           | testing           | offline          | restart
        add tags                 | starting           | awake            | asleep            | error           | testing           | offline          | restart
        remove tags              | -                  | -                | -                 | -               | -                 | -                | -
        sleep from now on        | starting → asleep  | awake → asleep   | asleep            | error           | testing → asleep  | offline → asleep | restart → asleep
        follow schedule          | -                  | -                | -                 | -               | -                 | -                | -
        delete                   | gone               | gone             | gone              | gone            | gone              | gone             | gone
        forget, long away        | -                  | -                | -                 | gone            | -                 | gone             | -
        """;

    /** What {@link CallsTest} is about. */
    private static final Set<Class<?>> ABOUT_HTTP = Set.of(
            WorkerCommand.RegisterWorker.class,
            WorkerCommand.Call.class,
            WorkerCommand.StopWaiting.class,
            WorkerCommand.TakeOffer.class,
            WorkerCommand.BeginTask.class,
            WorkerCommand.DropTask.class);

    @TestFactory
    Stream<DynamicTest> what_comes_of_each_command_in_each_status() {
        List<String> statuses = cells(TABLE.lines().findFirst().orElseThrow());
        Map<String, WorkerCommand> commands = commands();
        return TABLE.lines()
                .skip(1)
                .map(WorkerTableTest::cells)
                .flatMap(row -> IntStream.range(1, statuses.size())
                        .mapToObj(column -> DynamicTest.dynamicTest(
                                statuses.get(column) + ": " + row.getFirst(),
                                () -> assertThat(outcome(
                                                WorkerStatus.of(statuses.get(column)), commands.get(row.getFirst())))
                                        .isEqualTo(row.get(column)))));
    }

    @Test
    void the_table_is_whole() {
        assertThat(cells(TABLE.lines().findFirst().orElseThrow()).stream().skip(1))
                .containsExactlyElementsOf(Arrays.stream(WorkerStatus.values())
                        .map(WorkerStatus::toString)
                        .toList());
        assertThat(TABLE.lines().skip(1).map(row -> cells(row).getFirst()))
                .containsExactlyElementsOf(commands().keySet());
        assertThat(commands().values().stream().map(Object::getClass).distinct())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(WorkerCommand.class.getPermittedSubclasses())
                        .filter(each -> !ABOUT_HTTP.contains(each))
                        .toList());
    }

    private static String outcome(WorkerStatus status, WorkerCommand command) {
        var trial = WorkerTrial.recovered(status, null).at(time(command)).when(command);
        if (trial.isForgotten()) {
            return "gone";
        }
        if (trial.said().stream().anyMatch(word -> word.startsWith("refused"))) {
            return "×";
        }
        if (trial.said().stream().allMatch(word -> word.startsWith("she hears"))) {
            return "-";
        }
        var requested = trial.worker().requested();
        return trial.worker().status() + (requested == null ? "" : " → " + requested.status());
    }

    private static java.time.Instant time(WorkerCommand command) {
        if (command instanceof WorkerCommand.CheckWorker) {
            return START.plus(Duration.ofMinutes(2));
        }
        return command instanceof WorkerCommand.ForgetWorker ? START.plus(Duration.ofDays(91)) : START;
    }

    private static Map<String, WorkerCommand> commands() {
        Map<String, WorkerCommand> commands = new LinkedHashMap<>();
        commands.put("sign on, same session", WorkerTrial.signOn(FIRST));
        commands.put("sign on, another session", WorkerTrial.signOn(SECOND));
        commands.put("sign off", WorkerTrial.signOff(FIRST));
        commands.put("sign off, other session", WorkerTrial.signOff(SECOND));
        commands.put("heartbeat", WorkerTrial.heartbeat(FIRST));
        commands.put("check, long silent", new WorkerCommand.CheckWorker(ANNA, FIRST));
        for (WorkerStatus to : WorkerStatus.values()) {
            commands.put("request " + to, WorkerTrial.request(to));
        }
        for (WorkerStatus to : WorkerStatus.values()) {
            commands.put("report " + to, WorkerTrial.report(to));
        }
        commands.put("set tags", new WorkerCommand.SetWorkerTags(ANNA, Set.of("gpu")));
        commands.put("add tags", new WorkerCommand.AddWorkerTags(ANNA, Set.of("gpu")));
        commands.put("remove tags", new WorkerCommand.RemoveWorkerTags(ANNA, Set.of("gpu")));
        commands.put(
                "sleep from now on",
                new WorkerCommand.SetSleepSchedule(ANNA, new SleepSchedule(true, Set.of(), null, null)));
        commands.put("follow schedule", new WorkerCommand.FollowSleepSchedule(ANNA));
        commands.put("delete", new WorkerCommand.DeleteWorker(ANNA));
        commands.put("forget, long away", new WorkerCommand.ForgetWorker(ANNA));
        return commands;
    }

    private static List<String> cells(String row) {
        return Arrays.stream(row.split("\\|", -1)).map(String::strip).toList();
    }
}
