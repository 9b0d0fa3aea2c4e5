// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.work;

import io.smallrye.mutiny.Uni;
import io.tablao.api.ApiConfig;
import io.tablao.api.ApiProblem;
import io.tablao.api.CommandGateway;
import io.tablao.api.Ids;
import io.tablao.event.Answer;
import io.tablao.event.Caller;
import io.tablao.event.Refusal;
import io.tablao.event.WorkerCommand;
import io.tablao.model.WorkerId;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lets a worker's calls through to its entity, once it has proved who it is: HTTP Basic, with its id and its secret. The hash of
 * the secret is asked of the entity too, and not of PostgreSQL, so that workers go on while that is away, and one that has just
 * been registered is known everywhere.
 */
@ApplicationScoped
public class WorkerCalls {

    private static final String SCHEME = "basic ";
    private static final int MOST_KNOWN = 50_000;

    private record Credentials(WorkerId worker, String secret) {}

    private final ApiConfig config;
    private final CommandGateway gateway;
    private final SlowHashing hashing;
    private final KnownSecrets known = new KnownSecrets(MOST_KNOWN, new SecureRandom());

    @Inject
    WorkerCalls(ApiConfig config, CommandGateway gateway, SlowHashing hashing) {
        this.config = config;
        this.gateway = gateway;
        this.hashing = hashing;
    }

    /** The worker that calls. Fails with 401 when it does not say who it is, and with 403 when that is not so. */
    public Uni<KnownWorker> caller(HttpServerRequest request) {
        Credentials credentials = credentials(request.getHeader(HttpHeaders.AUTHORIZATION));
        return known.find(credentials.worker(), credentials.secret())
                .map(worker -> Uni.createFrom().item(worker))
                .orElseGet(() -> prove(credentials));
    }

    /** Carries a call to the worker's entity, see {@link #carry(KnownWorker, Duration, Function)}. */
    Uni<Answer> carry(KnownWorker worker, Function<Caller, WorkerCommand.Call> call) {
        return carry(worker, config.decisionWait(), call);
    }

    /**
     * Carries a call to the worker's entity.
     *
     * @return its answer. A refusal is a failure with 409; that there is no such worker any more, with 403; no answer in time,
     *     with 503.
     */
    Uni<Answer> carry(KnownWorker worker, Duration wait, Function<Caller, WorkerCommand.Call> call) {
        return gateway.call(call.apply(gateway.caller()), wait)
                .map(answer -> answer.orElseThrow(() -> ApiProblem.unavailable(
                        "The scheduler has not answered within " + wait.toSeconds() + " s", null)))
                .map(answer -> answer instanceof Answer.Rejected rejected ? refused(worker, rejected) : answer);
    }

    private Answer refused(KnownWorker worker, Answer.Rejected rejected) {
        Refusal refusal = rejected.refusal();
        if (refusal.kind() == Refusal.Kind.NOT_FOUND) {
            known.forget(worker.id());
            throw stranger();
        }
        throw ApiProblem.conflict(refusal.message());
    }

    private Uni<KnownWorker> prove(Credentials credentials) {
        var find = new WorkerCommand.FindSecret(credentials.worker(), gateway.caller());
        return gateway.call(find, config.decisionWait()).chain(answer -> switch (answer.orElse(null)) {
            case Answer.SecretFound found ->
                hashing.matches(credentials.secret(), found.secretHash()).map(right -> {
                    if (!right) {
                        throw stranger();
                    }
                    var worker = new KnownWorker(credentials.worker());
                    known.remember(worker, credentials.secret());
                    return worker;
                });
            case Answer.Rejected rejected -> throw stranger();
            case null ->
                throw ApiProblem.unavailable("The scheduler is away, so nobody can tell who this worker is", null);
            default -> throw new IllegalStateException("Not an answer to " + find + ": " + answer);
        });
    }

    private static ApiProblem stranger() {
        return ApiProblem.forbidden("There is no worker with this id and secret");
    }

    private static Credentials credentials(String header) {
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw ApiProblem.unauthenticated("A worker says who it is, with its id and its secret (HTTP Basic)");
        }
        String text;
        try {
            text = new String(
                    Base64.getDecoder().decode(header.substring(SCHEME.length()).strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiProblem.unauthenticated("The header Authorization is not Base64");
        }
        int colon = text.indexOf(':');
        Optional<WorkerId> worker =
                Ids.uuid(text.substring(0, Math.max(0, colon))).map(WorkerId::new);
        return new Credentials(worker.orElseThrow(WorkerCalls::stranger), text.substring(colon + 1));
    }
}
