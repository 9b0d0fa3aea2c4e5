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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What a job is told about its compilation, in the order in which it has to hear it. Only the last message may be answered,
 * to whoever waits for the submission.
 */
final class CompilationMessages {

    private static final int LONGEST_MESSAGE = 4000;

    private CompilationMessages() {}

    static List<Envelope<JobCommand>> of(Envelope<SubmitJob> submission, Compilation compilation, Instant now) {
        return switch (compilation) {
            case CompilationFailure failure -> List.of(end(submission, failed(submission, failure.sentence()), now));
            case AuthoredJob authored -> authored(submission, authored, now);
        };
    }

    private static List<Envelope<JobCommand>> authored(
            Envelope<SubmitJob> submission, AuthoredJob authored, Instant now) {
        JobId job = submission.body().job();
        String compilation = UUID.randomUUID().toString();
        List<Envelope<JobCommand>> messages = new ArrayList<>();
        for (List<TaskDefinition> chunk : TaskChunks.of(authored.tasks())) {
            var add = new AddTasks(job, compilation, messages.size(), chunk);
            messages.add(new Envelope<>(UUID.randomUUID(), now, null, submission.id(), add));
        }
        var seal = new SealJob(
                job,
                compilation,
                authored.tasks().size(),
                authored.settings(),
                authored.metadata(),
                authored.scriptHash());
        messages.add(end(submission, seal, now));
        return messages;
    }

    private static FailCompilation failed(Envelope<SubmitJob> submission, String sentence) {
        // A sentence that quotes half a megabyte of settings helps nobody.
        String told = sentence.length() <= LONGEST_MESSAGE ? sentence : sentence.substring(0, LONGEST_MESSAGE) + " …";
        return new FailCompilation(submission.body().job(), told);
    }

    private static Envelope<JobCommand> end(Envelope<SubmitJob> submission, JobCommand command, Instant now) {
        return new Envelope<>(UUID.randomUUID(), now, submission.replyTo(), submission.id(), command);
    }
}
