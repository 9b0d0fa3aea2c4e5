// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.tablao.bus.KafkaAway;
import io.tablao.bus.KafkaSettings;
import io.tablao.bus.KeyedInlet;
import io.tablao.bus.ProcessName;
import io.tablao.bus.Role;
import io.tablao.bus.Roles;
import io.tablao.bus.TransactionalOutlet;
import io.tablao.bus.TransactionalOutlet.Outgoing;
import io.tablao.event.Answer;
import io.tablao.event.Caller;
import io.tablao.event.Command;
import io.tablao.event.Envelope;
import io.tablao.event.JobCommand.RegisterJob;
import io.tablao.event.LogChunk;
import io.tablao.event.Message;
import io.tablao.event.Preview;
import io.tablao.event.SubmitJob;
import io.tablao.event.Topics;
import io.tablao.event.WorkerCommand;
import io.tablao.model.Actor;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Asks the scheduler, and brings its answer to who asked. */
@ApplicationScoped
public class CommandGateway {

    private static final Logger LOG = Logger.getLogger(CommandGateway.class);

    private final ApiConfig config;
    private final Roles roles;
    private final String name;
    private final Clock clock = Clock.systemUTC();
    private final TransactionalOutlet outlet;
    private final KeyedInlet<Answer> answers;
    private final CompletableFuture<Void> listening = new CompletableFuture<>();
    private final Map<UUID, CompletableFuture<Answer>> waiting = new ConcurrentHashMap<>();

    @Inject
    CommandGateway(ApiConfig config, Roles roles, ProcessName process, KafkaSettings kafka) {
        this.config = config;
        this.roles = roles;
        name = process.toString();
        outlet = new TransactionalOutlet(kafka, "tablao-api-" + name, config.sendWait());
        answers = new KeyedInlet<>(kafka, Topics.ANSWERS, Answer.class, Set.of(name), this::hear);
    }

    void onStart(@Observes StartupEvent event) {
        if (roles.has(Role.API)) {
            outlet.start();
            answers.start().whenComplete((positioned, failure) -> {
                if (failure == null) {
                    LOG.infof("The api %s takes requests", name);
                    listening.complete(null);
                } else {
                    listening.completeExceptionally(failure);
                }
            });
        }
    }

    @PreDestroy
    void close() {
        if (roles.has(Role.API)) {
            outlet.close();
            answers.close();
        }
    }

    /** Whether answers would be heard, so that commands can be sent. */
    public boolean isListening() {
        return answers.isPositioned();
    }

    /**
     * Sends one command.
     *
     * @return the scheduler's answer; empty when it has not come within the time: the command stands, and will be decided. Fails
     *     with {@link KafkaAway} when it could not be sent.
     */
    public Uni<Optional<Answer>> ask(Command command, Duration wait) {
        Envelope<Command> asked = envelope(command);
        return exchange(asked.id(), List.of(new Outgoing(Topics.COMMANDS, asked)), wait, config.mostWaiting());
    }

    /** Where the answer to a call is to go. */
    public Caller caller() {
        return new Caller(name, UUID.randomUUID());
    }

    /**
     * Carries a worker's call to the scheduler.
     *
     * @param call whose caller was made by {@link #caller}, for it alone
     * @return the scheduler's answer; empty when it has not come within the time, which for most calls means that it is away. Fails
     *     with {@link KafkaAway} when it could not be sent.
     */
    public Uni<Optional<Answer>> call(WorkerCommand.Call call, Duration wait) {
        // Without an answer of its own: it would say no more than that the call was heard.
        Envelope<Command> called =
                new Envelope<>(UUID.randomUUID(), clock.instant(), null, null, Actor.worker(call.worker()), call);
        return exchange(
                call.caller().request(),
                List.of(new Outgoing(Topics.COMMANDS, called)),
                wait,
                config.mostCallsWaiting());
    }

    /** Writes what a worker has sent of a task's log: all of it, or nothing. */
    public Uni<Void> write(List<LogChunk> chunks) {
        List<Outgoing> messages = chunks.stream()
                .map(chunk -> new Outgoing(
                        Topics.TASK_LOGS, new Envelope<>(UUID.randomUUID(), clock.instant(), null, null, null, chunk)))
                .toList();
        return CallerContext.keep(
                Uni.createFrom().deferred(() -> Uni.createFrom().completionStage(outlet.send(messages))));
    }

    /** Sends a preview to whoever shows it; fails with {@link KafkaAway} when it could not be sent. */
    public Uni<Void> show(Preview preview) {
        var message = new Outgoing(
                Topics.PREVIEWS, new Envelope<>(UUID.randomUUID(), clock.instant(), null, null, null, preview));
        return CallerContext.keep(
                Uni.createFrom().deferred(() -> Uni.createFrom().completionStage(outlet.send(List.of(message)))));
    }

    /**
     * Sends commands that nobody waits for: all of them, or none.
     *
     * @return completes when they are in Kafka, and so will be decided; fails with {@link KafkaAway} when they could not be sent
     */
    public Uni<Void> tell(List<? extends Command> commands) {
        Actor caller = Callers.current();
        List<Outgoing> messages = commands.stream()
                .map(command -> new Outgoing(
                        Topics.COMMANDS,
                        new Envelope<>(UUID.randomUUID(), clock.instant(), null, null, caller, command)))
                .toList();
        return CallerContext.keep(
                Uni.createFrom().deferred(() -> Uni.createFrom().completionStage(outlet.send(messages))));
    }

    /**
     * Registers a job and has it compiled: both or neither, so that nothing asked of the job later can overtake it.
     *
     * @return the answer to the end of the compilation, as in {@link #ask}
     */
    public Uni<Optional<Answer>> submit(SubmitJob submission, Duration wait) {
        Envelope<SubmitJob> submitted = envelope(submission);
        // Its answer would tell nothing that the compilation's does not.
        Envelope<RegisterJob> registered = new Envelope<>(
                UUID.randomUUID(),
                submitted.time(),
                null,
                null,
                Callers.current(),
                new RegisterJob(submission.job(), submission.submission()));
        return exchange(
                submitted.id(),
                List.of(new Outgoing(Topics.COMMANDS, registered), new Outgoing(Topics.SUBMISSIONS, submitted)),
                wait,
                config.mostWaiting());
    }

    private <M extends Message> Envelope<M> envelope(M body) {
        return new Envelope<>(UUID.randomUUID(), clock.instant(), name, null, Callers.current(), body);
    }

    public Instant now() {
        return clock.instant();
    }

    private Uni<Optional<Answer>> exchange(UUID asked, List<Outgoing> messages, Duration wait, int mostWaiting) {
        return CallerContext.keep(Uni.createFrom().deferred(() -> {
            if (waiting.size() >= mostWaiting) {
                return Uni.createFrom()
                        .failure(ApiProblem.unavailable(
                                waiting.size() + " requests wait for the scheduler already; try again soon", null));
            }
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            waiting.put(asked, answer);
            return Uni.createFrom()
                    .completionStage(listening.copy())
                    .ifNoItem()
                    .after(config.sendWait())
                    .failWith(() -> new KafkaAway("it has not been reached since the api started", null))
                    .chain(() -> Uni.createFrom().completionStage(outlet.send(messages)))
                    .chain(() -> Uni.createFrom()
                            .completionStage(answer)
                            .map(Optional::of)
                            .ifNoItem()
                            .after(wait)
                            .recoverWithItem(Optional.<Answer>empty()))
                    .onTermination()
                    .invoke(() -> waiting.remove(asked));
        }));
    }

    private void hear(Envelope<Answer> answer) {
        var asking = waiting.get(answer.body().command());
        if (asking == null) {
            LOG.debugf("Nobody waits for %s any more", answer.body());
        } else {
            asking.complete(answer.body());
        }
    }
}
