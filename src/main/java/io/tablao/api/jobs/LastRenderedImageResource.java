// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import io.smallrye.mutiny.Uni;
import io.tablao.api.ApiProblem;
import io.tablao.api.Ids;
import io.tablao.model.JobId;
import io.tablao.model.PreviewSize;
import io.tablao.readmodel.PreviewQueries;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The images that jobs have rendered last, in three sizes. */
@Path("/api/farm/v1/jobs/{job_id}/last-rendered")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "jobs")
public class LastRenderedImageResource {

    /** Which task has rendered it. */
    private static final String TASK = "Tablao-Task";

    private final PreviewQueries previews;

    @Inject
    LastRenderedImageResource(PreviewQueries previews) {
        this.previews = previews;
    }

    @GET
    @Path("{file}")
    @Produces("image/jpeg")
    @Operation(operationId = "lastRenderedImage", summary = "What a job has rendered last, in one of three sizes")
    @APIResponse(responseCode = "200")
    @APIResponse(responseCode = "304", description = "It is the same still")
    @APIResponse(responseCode = "404", description = "There is no such image")
    public Uni<Response> image(@RestPath("job_id") String jobId, @RestPath String file, @Context Request request) {
        JobId job = Ids.job(jobId);
        PreviewSize size = Arrays.stream(PreviewSize.values())
                .filter(each -> each.fileName().equals(file))
                .findFirst()
                .orElseThrow(() -> ApiProblem.notFound(
                        "There is no image \"" + file + "\"; there are " + String.join(", ", LastRendered.SUFFIXES)));
        // Asked first: of most requests of pages that look again and again, nothing has changed.
        return previews.produced(job)
                .map(produced -> produced.orElseThrow(() -> noneOf(job)))
                .chain(produced -> {
                    Response.ResponseBuilder unchanged =
                            request.evaluatePreconditions(wholeSecond(produced), tag(produced));
                    return unchanged == null
                            ? previews.image(job, size)
                                    .map(found -> found.orElseThrow(() -> noneOf(job)))
                                    .map(found -> with(
                                            Response.ok(found.jpeg())
                                                    .header(
                                                            TASK,
                                                            found.task()
                                                                    .taskId()
                                                                    .toString()),
                                            found.produced()))
                            : Uni.createFrom().item(with(unchanged, produced));
                });
    }

    private static Response with(Response.ResponseBuilder response, Instant produced) {
        var asksAgain = new CacheControl();
        asksAgain.setNoCache(true);
        asksAgain.setNoTransform(false);
        return response.tag(tag(produced))
                .lastModified(wholeSecond(produced))
                .cacheControl(asksAgain)
                .build();
    }

    private static EntityTag tag(Instant produced) {
        return new EntityTag(Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, produced), Character.MAX_RADIX));
    }

    /** HTTP's times have no fractions. */
    private static Date wholeSecond(Instant produced) {
        return Date.from(produced.truncatedTo(ChronoUnit.SECONDS));
    }

    private static ApiProblem noneOf(JobId job) {
        return ApiProblem.notFound("Job " + job + " has rendered nothing that can be shown");
    }
}
