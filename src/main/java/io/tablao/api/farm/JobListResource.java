// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.farm;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import io.tablao.api.ApiProblem;
import io.tablao.api.Ids;
import io.tablao.api.QueryNumber;
import io.tablao.model.JobStatus;
import io.tablao.readmodel.JobSearch;
import io.tablao.readmodel.JobSearchQueries;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Jobs as people look for them: found, sorted, and a page at a time. */
@Path("/api/farm/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "farm")
public class JobListResource {

    private static final int MOST = 500;
    private static final int USUAL = 50;
    private static final int FURTHEST = 10_000_000;

    /**
     * @param total how many fit in all
     * @param byStatus how many would fit with each status
     */
    @Schema(name = "JobList")
    @JsonNaming(SnakeCaseStrategy.class)
    record Jobs(List<JobLine> jobs, long total, Map<String, Long> byStatus) {}

    @Schema(name = "UsedJobTypes")
    @JsonNaming(SnakeCaseStrategy.class)
    record Types(List<String> jobTypes) {}

    private final JobSearchQueries jobs;

    @Inject
    JobListResource(JobSearchQueries jobs) {
        this.jobs = jobs;
    }

    /**
     * @param id these jobs and no others
     * @param q part of the name, or the beginning of the id
     * @param tag id of the tag that they carry
     * @param metadata a key and part of its value, with a colon between them
     * @param sort created, updated, priority, status, name or type; with {@code -} before it in the other direction
     */
    @GET
    @Path("jobs")
    @WithSession
    @Operation(operationId = "listJobs", summary = "A page of the jobs that fit, each with its counts of tasks")
    public Uni<Jobs> list(
            @RestQuery List<String> id,
            @RestQuery List<String> status,
            @RestQuery List<String> type,
            @RestQuery @Nullable String q,
            @RestQuery @Nullable String tag,
            @RestQuery List<String> metadata,
            @RestQuery @Nullable String sort,
            @RestQuery @Nullable String offset,
            @RestQuery @Nullable String limit) {
        if (id.size() > MOST) {
            throw ApiProblem.badRequest("At most " + MOST + " jobs can be asked for by id at once");
        }
        boolean reversed = sort != null && sort.startsWith("-");
        JobSearch search = new JobSearch(
                ids(id),
                statuses(status),
                type,
                tag == null || tag.isBlank() ? null : Ids.tag(tag),
                q == null ? "" : q.strip(),
                metadata(metadata),
                order(sort == null ? "" : reversed ? sort.substring(1) : sort),
                reversed,
                QueryNumber.of("offset", offset, 0, FURTHEST, 0),
                QueryNumber.of("limit", limit, 1, MOST, id.isEmpty() ? USUAL : MOST));
        return jobs.page(search)
                .chain(rows -> jobs.secondsLeft(rows)
                        .chain(left -> jobs.count(search)
                                .map(counts -> new Jobs(
                                        rows.stream()
                                                .map(job -> JobLine.of(job, left.get(job.id)))
                                                .toList(),
                                        counts.total(),
                                        counts.byStatus()))));
    }

    @GET
    @Path("jobs/used-types")
    @Operation(operationId = "usedJobTypes", summary = "The types that the farm's jobs have, by name")
    public Uni<Types> types() {
        return jobs.types().map(Types::new);
    }

    private static Set<UUID> ids(List<String> texts) {
        return texts.stream().map(text -> Ids.job(text).value()).collect(Collectors.toSet());
    }

    private static Set<JobStatus> statuses(List<String> labels) {
        return labels.stream().map(known("status", JobStatus::of)).collect(Collectors.toSet());
    }

    private static JobSearch.Order order(String name) {
        return name.isBlank()
                ? JobSearch.Order.CREATED
                : JobListResource.<JobSearch.Order>known(
                                "sort", text -> JobSearch.Order.valueOf(text.toUpperCase(Locale.ROOT)))
                        .apply(name);
    }

    private static <T> Function<String, T> known(String parameter, Function<String, T> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw ApiProblem.badRequest("Parameter \"" + parameter + "\" cannot be \"" + text + "\"");
            }
        };
    }

    private static Map<String, String> metadata(List<String> pairs) {
        Map<String, String> metadata = new HashMap<>();
        for (String pair : pairs) {
            int colon = pair.indexOf(':');
            if (colon < 1) {
                throw ApiProblem.badRequest(
                        "Parameter \"metadata\" must be a key and part of its value, such as user.name:anna, not \""
                                + pair + "\"");
            }
            metadata.put(
                    pair.substring(0, colon).strip(), pair.substring(colon + 1).strip());
        }
        return metadata;
    }
}
