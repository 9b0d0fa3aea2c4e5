// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import io.tablao.bus.KafkaAway;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Gives every failure of a request the same shape, and every bug a line in the log. */
public final class ErrorResponses {

    private static final Logger LOG = Logger.getLogger(ErrorResponses.class);

    @ServerExceptionMapper
    public Response problem(ApiProblem problem, UriInfo uri) {
        return of(problem, uri.getPath()).response();
    }

    @ServerExceptionMapper
    public Response kafkaAway(KafkaAway away, UriInfo uri) {
        return of(away, uri.getPath()).response();
    }

    /** What Quarkus itself found: no such path, no such method, a media type that nobody reads. */
    @ServerExceptionMapper
    public Response ofHttp(WebApplicationException problem, UriInfo uri) {
        Response plain = problem.getResponse();
        if (plain.getStatus() < 400) {
            return plain;
        }
        Response ours = new ErrorBody(plain.getStatus(), sentence(plain.getStatus(), uri)).response();
        String allowed = plain.getHeaderString("Allow");
        return allowed == null
                ? ours
                : Response.fromResponse(ours).header("Allow", allowed).build();
    }

    @ServerExceptionMapper
    public Response bug(Throwable failure, UriInfo uri) {
        return of(failure, uri.getPath()).response();
    }

    /** What is said of a failure to who asked for the path. */
    public static ErrorBody of(Throwable failure, String path) {
        return switch (failure) {
            case ApiProblem problem -> new ErrorBody(problem.code(), problem.sentence());
            case KafkaAway away ->
                new ErrorBody(503, "Kafka does not answer, so nothing can be changed now: " + away.getMessage());
            case Throwable outage
            when Outages.isOfDatabase(outage) -> {
                LOG.debugf(outage, "PostgreSQL did not answer for %s", path);
                yield new ErrorBody(
                        503, "PostgreSQL does not answer, so nothing can be shown now; the farm itself goes on");
            }
            case Throwable bug -> {
                LOG.errorf(bug, "The request for %s failed", path);
                yield new ErrorBody(500, "Tablao failed to answer; the log of its api says why");
            }
        };
    }

    private static String sentence(int status, UriInfo uri) {
        String path = uri.getPath();
        return switch (status) {
            case 404 -> "There is nothing at " + path;
            case 405 -> path + " does not know this method";
            case 406 -> path + " has no answer of the media type that was asked for";
            case 413 -> "The request is too large";
            case 415 -> path + " expects application/json";
            default -> status < 500 ? "The request cannot be understood" : "Tablao failed to answer";
        };
    }
}
