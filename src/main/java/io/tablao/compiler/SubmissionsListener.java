// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tablao.bus.KafkaAway;
import io.tablao.bus.MessageCodec;
import io.tablao.bus.UnreadableMessage;
import io.tablao.event.Envelope;
import io.tablao.event.JobCommand;
import io.tablao.event.SubmitJob;
import io.tablao.model.JobId;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * The inlet of stage 2. A submission counts as heard only when its job has been told all of its compilation, so whatever a
 * dead process left behind is compiled again; a job that hears of two compilations takes one.
 */
@ApplicationScoped
class SubmissionsListener {

    private static final Logger LOG = Logger.getLogger(SubmissionsListener.class);
    private static final int MOST_ATTEMPTS = 3;
    private static final long RETRY_SECONDS = 1;

    private final ScriptCompiler compiler;
    private final CompilationOutlet outlet;
    private final Clock clock = Clock.systemUTC();
    private final CountDownLatch closing = new CountDownLatch(1);

    @Inject
    SubmissionsListener(ScriptCompiler compiler, CompilationOutlet outlet) {
        this.compiler = compiler;
        this.outlet = outlet;
    }

    // Unordered: submissions have nothing to do with each other, and a slow script must not hold up the others.
    @Incoming("compiler-submissions")
    @Blocking(value = "compiler", ordered = false)
    void hear(ConsumerRecord<String, byte[]> heard) throws InterruptedException {
        Envelope<SubmitJob> submission;
        try {
            submission = MessageCodec.decode(heard.value(), SubmitJob.class);
        } catch (UnreadableMessage e) {
            LOG.errorf(
                    e,
                    "The submission of job %s (partition %d, offset %d) is left aside: its job stays under construction"
                            + " until it is canceled",
                    heard.key(),
                    heard.partition(),
                    heard.offset());
            return;
        }
        SubmitJob submit = submission.body();
        for (int attempt = 1; ; attempt++) {
            // A job that has heard of a part of a compilation throws that away when another one begins.
            var teller = new CompilationTeller(submission, messages -> send(submit.job(), messages), clock);
            try {
                Compilation compilation = compiler.compile(submit, teller);
                teller.end(compilation);
                report(submit, compilation);
                return;
            } catch (RuntimeException e) {
                LOG.errorf(e, "Job %s could not be compiled, attempt %d of %d", submit.job(), attempt, MOST_ATTEMPTS);
                if (attempt == MOST_ATTEMPTS) {
                    teller.end(CompilationFailure.of("The compiler failed; the farm's log says why"));
                    return;
                }
                pause();
            }
        }
    }

    @PreDestroy
    void close() {
        closing.countDown();
    }

    /** Gives up only when this process ends: then the submission is heard by another. */
    private void send(JobId job, List<Envelope<JobCommand>> messages) throws InterruptedException {
        while (true) {
            try {
                outlet.send(messages);
                return;
            } catch (KafkaAway e) {
                LOG.warnf("The tasks of job %s are on hold until Kafka takes them: %s", job, e.getMessage());
                pause();
            }
        }
    }

    private static void report(SubmitJob submit, Compilation compilation) {
        String type = submit.submission().type();
        switch (compilation) {
            case AuthoredJob authored ->
                LOG.infof("Job %s (%s): compiled into %d tasks", submit.job(), type, authored.tasks());
            case CompilationFailure failure ->
                LOG.infof("Job %s (%s): refused: %s", submit.job(), type, failure.sentence());
        }
    }

    private void pause() throws InterruptedException {
        if (closing.await(RETRY_SECONDS, TimeUnit.SECONDS)) {
            throw new InterruptedException("This process is ending");
        }
    }
}
