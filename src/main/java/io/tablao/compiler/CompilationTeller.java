// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import io.tablao.event.Envelope;
import io.tablao.event.JobCommand;
import io.tablao.event.JobCommand.AddTasks;
import io.tablao.event.JobCommand.FailCompilation;
import io.tablao.event.JobCommand.SealJob;
import io.tablao.event.SubmitJob;
import io.tablao.model.JobId;
import io.tablao.model.TaskDefinition;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Tells a job what one compilation makes of it, in the order in which the job has to hear it: chunks of tasks while the script
 * still writes them, then the end. Only the end may be answered, to whoever waits for the submission.
 */
final class CompilationTeller implements TaskSink {

    private static final int LONGEST_MESSAGE = 4000;

    /** Together some 4 MB at most: a transaction that is short for whoever reads the topic as committed. */
    private static final int CHUNKS_AT_ONCE = 8;

    /** Where it all goes. */
    @FunctionalInterface
    interface Outlet {
        /** Returns when all of them have arrived; until then it goes on trying. */
        void send(List<Envelope<JobCommand>> messages) throws InterruptedException;
    }

    private final Envelope<SubmitJob> submission;
    private final Outlet outlet;
    private final Clock clock;
    private final String compilation = UUID.randomUUID().toString();
    private final TaskChunks chunks = new TaskChunks();
    private final List<Envelope<JobCommand>> unsent = new ArrayList<>();
    private int nextChunk;

    CompilationTeller(Envelope<SubmitJob> submission, Outlet outlet, Clock clock) {
        this.submission = submission;
        this.outlet = outlet;
        this.clock = clock;
    }

    // What fits into one transaction waits for the end: of most jobs that fail, nothing but the failure is told.
    @Override
    public void take(List<TaskDefinition> tasks) throws InterruptedException {
        for (List<TaskDefinition> chunk : chunks.add(tasks)) {
            add(chunk);
            if (unsent.size() == CHUNKS_AT_ONCE) {
                send();
            }
        }
    }

    void end(Compilation outcome) throws InterruptedException {
        switch (outcome) {
            case CompilationFailure failure -> {
                unsent.clear();
                last(failed(failure.sentence()));
            }
            case AuthoredJob authored -> {
                List<TaskDefinition> rest = chunks.rest();
                if (!rest.isEmpty()) {
                    add(rest);
                }
                last(new SealJob(
                        job(),
                        compilation,
                        authored.tasks(),
                        authored.settings(),
                        authored.metadata(),
                        authored.scriptHash()));
            }
        }
        send();
    }

    private void add(List<TaskDefinition> chunk) {
        var message = new AddTasks(job(), compilation, nextChunk++, chunk);
        unsent.add(new Envelope<>(UUID.randomUUID(), clock.instant(), null, submission.id(), message));
    }

    private void last(JobCommand command) {
        unsent.add(new Envelope<>(UUID.randomUUID(), clock.instant(), submission.replyTo(), submission.id(), command));
    }

    private FailCompilation failed(String sentence) {
        // A sentence that quotes half a megabyte of settings helps nobody.
        String told = sentence.length() <= LONGEST_MESSAGE ? sentence : sentence.substring(0, LONGEST_MESSAGE) + " …";
        return new FailCompilation(job(), told);
    }

    private void send() throws InterruptedException {
        outlet.send(List.copyOf(unsent));
        unsent.clear();
    }

    private JobId job() {
        return submission.body().job();
    }
}
