// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler;

import io.tablao.bus.MessageCodec;
import io.tablao.bus.ShardOutput;
import io.tablao.bus.ShardOwner.ShardCommand;
import io.tablao.bus.StateFile;
import io.tablao.event.Command;
import io.tablao.event.Envelope;
import io.tablao.event.Event;
import io.tablao.event.JobCommand.AddTasks;
import io.tablao.event.JobCommand.RegisterJob;
import io.tablao.event.JobCommand.RequestJobStatus;
import io.tablao.event.JobCommand.SealJob;
import io.tablao.event.State;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.JobSubmission;
import io.tablao.model.JsonText;
import io.tablao.model.TaskCommand;
import io.tablao.model.TaskDefinition;
import io.tablao.scheduler.entity.Rules;
import io.tablao.scheduler.queue.QueueState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a shard with many unfinished tasks costs, without Kafka: memory at rest, the largest transaction, and how long it takes
 * to be recovered from its state.
 */
public final class ShardBenchmark {

    private static final int CHUNK = 500;
    private static final int DEFAULT = 1_000_000;

    private final Path folder;
    private ShardKeeper keeper = keeper();
    private int largest;
    private long longest;

    private ShardBenchmark(Path folder) {
        this.folder = folder;
    }

    /** Measures a job of as many tasks as given; 1,000,000 unless given. */
    public static void main(String... arguments) throws IOException {
        int tasks = arguments.length == 0 ? DEFAULT : Integer.parseInt(arguments[0].replace("_", ""));
        Path folder = Files.createTempDirectory("tablao-bench-");
        try {
            new ShardBenchmark(folder).measure(tasks);
        } finally {
            Files.deleteIfExists(folder.resolve("state"));
            Files.delete(folder);
        }
    }

    private static ShardKeeper keeper() {
        return new ShardKeeper(1, Rules.DEFAULT, new Nobody());
    }

    private void measure(int tasks) throws IOException {
        var job = new JobId(new UUID(1, 1));
        try (var state = new StateFile(folder.resolve("state"))) {
            keeper.recover(0, List.of(), Instant.now());
            long empty = used();
            System.out.printf(
                    "One shard, one job of %,d tasks; heap of at most %,d MB%n",
                    tasks, megabytes(Runtime.getRuntime().maxMemory()));
            step("Registered and authored", state, authored(job, tasks));
            step(
                    "Sealed, all of it with the queue",
                    state,
                    List.of(new SealJob(job, "c", tasks, JsonText.EMPTY_OBJECT, Map.of(), "hash")));
            System.out.printf(
                    "Memory at rest: %,d MB, %,d bytes a task; state on disk %,d MB%n",
                    megabytes(used() - empty), (used() - empty) / tasks, megabytes(state.size()));
            recover(state, tasks);
            step("Canceled", state, List.of(new RequestJobStatus(job, JobStatus.CANCEL_REQUESTED, "Enough")));
            step("Queued again", state, List.of(new RequestJobStatus(job, JobStatus.REQUEUEING, "Once more")));
        }
    }

    private Iterable<Command> authored(JobId job, int tasks) {
        return () -> Stream.concat(
                        Stream.<Command>of(new RegisterJob(job, submission())),
                        IntStream.range(0, (tasks + CHUNK - 1) / CHUNK).mapToObj(chunk -> (Command) new AddTasks(
                                job, "c", chunk, chunk(chunk * CHUNK, Math.min(tasks, (chunk + 1) * CHUNK)))))
                .iterator();
    }

    private static JobSubmission submission() {
        return new JobSubmission(
                "film",
                "simple-blender-render",
                null,
                50,
                JsonText.EMPTY_OBJECT,
                Map.of(),
                "linux",
                null,
                null,
                JobStatus.QUEUED);
    }

    /** As simple-blender-render authors them: one frame a task. */
    private static List<TaskDefinition> chunk(int from, int to) {
        List<TaskDefinition> tasks = new ArrayList<>();
        for (int frame = from; frame < to; frame++) {
            var parameters = new JsonText(
                    ("{\"exe\":\"{blender}\",\"exeArgs\":\"{blenderArgs}\",\"argsBefore\":[],\"blendfile\":\"/shared/project/shots/sh010/anim/sh010-anim.blend\","
                                    + "\"args\":[\"--render-output\",\"/shared/render/sh010/2026-03-01_120000/######\",\"--render-format\",\"PNG\",\"--render-frame\",\"%d\"]}")
                            .formatted(frame));
            tasks.add(new TaskDefinition(
                    frame,
                    "render-" + frame,
                    "blender",
                    50,
                    List.of(),
                    List.of(new TaskCommand("blender-render", parameters, 1))));
        }
        return tasks;
    }

    private void step(String what, StateFile state, Iterable<? extends Command> commands) throws IOException {
        largest = 0;
        longest = 0;
        long began = System.nanoTime();
        int transactions = 0;
        for (Command command : commands) {
            Deque<ShardCommand> due = new ArrayDeque<>(List.of(overTheWire(command)));
            while (!due.isEmpty()) {
                long decided = System.nanoTime();
                ShardOutput output = keeper.decide(List.of(due.poll()), Instant.now(), false);
                keeper.committed();
                longest = Math.max(longest, System.nanoTime() - decided);
                due.addAll(state.write(output));
                largest = Math.max(largest, StateFile.records(output));
                transactions++;
            }
        }
        System.out.printf(
                "%s: %.1f s in %,d transactions; the largest of %,d records, the longest of %,d ms%n",
                what, seconds(began), transactions, largest, longest / 1_000_000);
    }

    private static ShardCommand overTheWire(Command command) {
        byte[] bytes = MessageCodec.encode(new Envelope<>(UUID.randomUUID(), Instant.now(), null, null, command));
        Envelope<Command> read = MessageCodec.decode(bytes, Command.class);
        return new ShardCommand(0, read);
    }

    private void recover(StateFile state, int tasks) throws IOException {
        keeper = keeper();
        long empty = used();
        long began = System.nanoTime();
        int count = recoverFrom(state);
        System.out.printf(
                "Recovered from %,d parts: %.1f s; then %,d bytes a task%n",
                count, seconds(began), (used() - empty) / tasks);
    }

    private int recoverFrom(StateFile state) throws IOException {
        Collection<State> parts = state.recover();
        keeper.recover(0, parts, Instant.now());
        return parts.size();
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    private static long megabytes(long bytes) {
        return bytes >> 20;
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static final class Nobody implements ShardObserver {

        @Override
        public void decided(Command command, Instant sent, Instant now) {}

        @Override
        public void failed(Command command) {
            throw new IllegalStateException("Could not be decided: " + command.entity());
        }

        @Override
        public void happened(Event event) {}

        @Override
        public void recovered(QueueState queue) {}

        @Override
        public void released(int shard) {}
    }
}
