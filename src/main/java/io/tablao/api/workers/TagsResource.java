// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.workers;

import io.smallrye.mutiny.Uni;
import io.tablao.api.ApiProblem;
import io.tablao.api.Decisions;
import io.tablao.api.Ids;
import io.tablao.api.RequestFields;
import io.tablao.event.FarmCommand;
import io.tablao.model.WorkerTag;
import io.tablao.readmodel.WorkerTagQueries;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The groups that people put workers into. */
@Path("/api/v3/worker-mgt")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "worker-mgt")
public class TagsResource {

    private static final int NAMED_JOBS = 3;

    @Schema(name = "WorkerTagList")
    record Tags(List<TagView> tags) {}

    private final Decisions decisions;
    private final WorkerTagQueries tags;

    @Inject
    TagsResource(Decisions decisions, WorkerTagQueries tags) {
        this.decisions = decisions;
        this.tags = tags;
    }

    @GET
    @Path("tags")
    @Operation(operationId = "fetchWorkerTags", summary = "All tags")
    public Uni<Tags> all() {
        return tags.byName().map(rows -> new Tags(rows.stream().map(TagView::of).toList()));
    }

    @POST
    @Path("tags")
    @Operation(operationId = "createWorkerTag", summary = "Make a tag; one without an id gets one")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = TagView.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TagView.class)))
    @APIResponse(responseCode = "422", description = "There is one of that name or id already")
    public Uni<TagView> create(byte[] body) {
        RequestFields fields = RequestFields.read(body);
        String id = fields.text("id")
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse("");
        WorkerTag tag = tag(id.isEmpty() ? UUID.randomUUID().toString() : Ids.tag(id), fields);
        return decisions.carryOut(new FarmCommand.CreateTag(tag)).replaceWith(TagView.of(tag));
    }

    @GET
    @Path("tag/{tag_id}")
    @Operation(operationId = "fetchWorkerTag", summary = "One tag")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TagView.class)))
    @APIResponse(responseCode = "404", description = "There is no such tag")
    public Uni<TagView> one(@RestPath("tag_id") String tagId) {
        String id = Ids.tag(tagId);
        return tags.find(id)
                .map(found -> found.map(TagView::of).orElseThrow(() -> ApiProblem.notFound("There is no tag " + id)));
    }

    @PUT
    @Path("tag/{tag_id}")
    @Operation(operationId = "updateWorkerTag", summary = "Give a tag another name and description")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = TagView.class)))
    @APIResponse(responseCode = "204", description = "The tag has them")
    @APIResponse(responseCode = "422", description = "Another tag has that name")
    public Uni<Void> change(@RestPath("tag_id") String tagId, byte[] body) {
        WorkerTag tag = tag(Ids.tag(tagId), RequestFields.read(body));
        return decisions.carryOut(new FarmCommand.ChangeTag(tag));
    }

    /** A tag says where a job must not run; without it the job would run anywhere, so it is not taken away behind its back. */
    @DELETE
    @Path("tag/{tag_id}")
    @Operation(operationId = "deleteWorkerTag", summary = "Delete a tag; workers carry it no longer")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "409", description = "Jobs that have not ended need it")
    public Uni<Void> delete(@RestPath("tag_id") String tagId) {
        String id = Ids.tag(tagId);
        return tags.jobsThatNeed(id, NAMED_JOBS + 1).chain(jobs -> {
            if (!jobs.isEmpty()) {
                throw ApiProblem.conflict("The tag is needed by jobs that have not ended: " + named(jobs)
                        + ". Let them end, cancel them, or give them another tag first");
            }
            return decisions.carryOut(new FarmCommand.DeleteTag(id));
        });
    }

    private static String named(List<String> jobs) {
        return String.join(", ", jobs.subList(0, Math.min(jobs.size(), NAMED_JOBS)))
                + (jobs.size() > NAMED_JOBS ? " and more" : "");
    }

    private static WorkerTag tag(String id, RequestFields fields) {
        String name = fields.requiredText("name");
        String description = fields.text("description").map(String::strip).orElse("");
        atMost(fields, "name", name, WorkerTag.LONGEST_NAME);
        atMost(fields, "description", description, WorkerTag.LONGEST_DESCRIPTION);
        fields.check();
        return new WorkerTag(id, name, description);
    }

    private static void atMost(RequestFields fields, String field, String text, int longest) {
        if (text.length() > longest) {
            fields.problem("Field \"" + field + "\" may have at most " + longest + " characters");
        }
    }
}
