// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import io.smallrye.mutiny.Uni;
import io.tablao.api.ApiConfig;
import io.tablao.api.ApiProblem;
import io.tablao.api.CommandGateway;
import io.tablao.api.Decisions;
import io.tablao.api.TrialDesk;
import io.tablao.compiler.AuthoredJob;
import io.tablao.compiler.Compilation;
import io.tablao.compiler.CompilationFailure;
import io.tablao.compiler.ScriptCompiler;
import io.tablao.event.Answer;
import io.tablao.event.SubmitJob;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.JobSubmission;
import io.tablao.readmodel.JobQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Takes submissions: checks them, has them compiled, and tells what became of them. */
@ApplicationScoped
class Submissions {

    private static final Logger LOG = Logger.getLogger(Submissions.class);
    /** With its envelope, and written down by the scheduler, a submission must still fit into a record of 1 MB. */
    private static final int LARGEST = 900_000;

    private final ApiConfig config;
    private final KnownJobTypes types;
    private final KnownTags tags;
    private final ScriptCompiler compiler;
    private final TrialDesk desk;
    private final CommandGateway gateway;
    private final Decisions decisions;
    private final JobQueries jobs;
    private final Predecessors predecessors;
    private final SubmissionMeter meter;
    private final KeptPaths paths;

    @Inject
    Submissions(
            ApiConfig config,
            KnownJobTypes types,
            KnownTags tags,
            ScriptCompiler compiler,
            TrialDesk desk,
            CommandGateway gateway,
            Decisions decisions,
            JobQueries jobs,
            Predecessors predecessors,
            SubmissionMeter meter,
            KeptPaths paths) {
        this.config = config;
        this.types = types;
        this.tags = tags;
        this.compiler = compiler;
        this.desk = desk;
        this.gateway = gateway;
        this.decisions = decisions;
        this.jobs = jobs;
        this.predecessors = predecessors;
        this.meter = meter;
        this.paths = paths;
    }

    /** Compiles the job as a submission would, and keeps nothing of it. */
    Uni<Void> check(byte[] body) {
        return read(body).chain(checked -> {
            var trial = new SubmitJob(new JobId(UUID.randomUUID()), checked.submission(), gateway.now());
            return desk.carryOut(() -> compiler.compile(trial, tasks -> {})).chain(Submissions::verdict);
        });
    }

    /** The same id twice is the same job. */
    Uni<JobView> submit(byte[] body) {
        return read(body).onFailure().invoke(meter::refused).chain(checked -> {
            JobSubmission submission = checked.submission();
            Uni<JobView> fresh = Uni.createFrom().deferred(() -> take(checked.id(), submission));
            return checked.id()
                    .map(id -> known(id, submission)
                            .chain(job -> job.isPresent() ? Uni.createFrom().item(job.get()) : fresh))
                    .orElse(fresh)
                    .onFailure()
                    .invoke(failure -> meter.failed(submission.type(), failure));
        });
    }

    private Uni<SubmissionReader.Checked> read(byte[] body) {
        if (body.length > LARGEST) {
            return Uni.createFrom()
                    .failure(ApiProblem.tooLarge("A submission may have at most " + LARGEST / 1000
                            + " kB; give large inputs as files on the shared storage"));
        }
        return types.whenRead()
                .map(read -> new SubmissionReader(read::find).read(body))
                .call(checked -> tags.require(checked.submission().workerTag()))
                .call(checked -> predecessors.check(checked.id(), checked.submission()))
                .chain(checked ->
                        paths.of(checked.submission()).map(kept -> new SubmissionReader.Checked(checked.id(), kept)));
    }

    private static Uni<Void> verdict(Compilation compilation) {
        return switch (compilation) {
            case AuthoredJob fine -> Uni.createFrom().voidItem();
            case CompilationFailure failure -> Uni.createFrom().failure(ApiProblem.badRequest(failure.sentence()));
        };
    }

    /** The job of this id, if reading shows one; while PostgreSQL is away it is left to the scheduler to notice. */
    private Uni<Optional<JobView>> known(JobId id, JobSubmission submission) {
        return jobs.find(id)
                .onFailure()
                .invoke(failure -> LOG.debugf(failure, "Whether there is a job %s cannot be told now", id))
                .onFailure()
                .recoverWithItem(Optional.empty())
                .map(row -> row.map(job -> {
                    if (!job.name.equals(submission.name()) || !job.type.equals(submission.type())) {
                        throw ApiProblem.conflict("Job " + id + " is another one: " + job.name + ", a " + job.type);
                    }
                    meter.known(submission.type());
                    return JobView.of(job);
                }));
    }

    private Uni<JobView> take(Optional<JobId> given, JobSubmission submission) {
        JobId id = given.orElseGet(() -> new JobId(UUID.randomUUID()));
        var submit = new SubmitJob(id, submission, gateway.now());
        return gateway.submit(submit, config.submitWait()).chain(answer -> switch (answer.orElse(null)) {
            case Answer.Accepted accepted -> {
                meter.compiled(submission.type());
                yield decisions.projected(accepted).chain(() -> shown(submit));
            }
            case Answer.Rejected rejected -> refused(submit, rejected);
            case Answer.ToCall call -> throw new IllegalStateException("Not an answer to a submission: " + call);
            case null -> {
                LOG.infof(
                        "Job %s (%s) is not compiled after %d s; whoever submitted it is told that it is under construction",
                        id, submission.name(), config.submitWait().toSeconds());
                meter.pending(submission.type());
                yield Uni.createFrom().item(asSubmitted(submit, JobStatus.UNDER_CONSTRUCTION));
            }
        });
    }

    private Uni<JobView> refused(SubmitJob submit, Answer.Rejected rejected) {
        String message = rejected.refusal().message();
        return switch (rejected.refusal().kind()) {
            case INVALID, NOT_FOUND, UNABLE -> Uni.createFrom().failure(ApiProblem.badRequest(message));
            // Compiled before, by a submission of the same id, or canceled meanwhile: it is told as it stands.
            case CONFLICT ->
                known(submit.job(), submit.submission())
                        .map(job -> job.orElseThrow(() -> ApiProblem.conflict(message)));
        };
    }

    /** As the projection has it; if that is away or late, as it was submitted. */
    private Uni<JobView> shown(SubmitJob submit) {
        return jobs.find(submit.job())
                .map(row -> row.map(JobView::of)
                        .orElseGet(() -> asSubmitted(submit, submit.submission().initialStatus())))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debugf(failure, "Job %s cannot be read now", submit.job());
                    return asSubmitted(submit, submit.submission().initialStatus());
                });
    }

    private static JobView asSubmitted(SubmitJob submit, JobStatus status) {
        String activity = status == JobStatus.UNDER_CONSTRUCTION ? "Its script is being run" : "Compiled";
        return JobView.of(submit.job(), submit.submission(), submit.created(), status, activity);
    }
}
