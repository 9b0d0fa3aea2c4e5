// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.farm;

import io.smallrye.mutiny.Uni;
import io.tablao.api.PathLookup;
import io.tablao.model.JobId;
import io.tablao.readmodel.JobGraphQueries;
import io.tablao.readmodel.JobGraphQueries.GroupCount;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** What of a job depends on what; of a large job, by groups of tasks. */
@Path("/api/farm/v1/jobs/{job_id}/graph")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "farm")
public class JobGraphResource {

    private static final int MOST_TASKS = 300;
    private static final int MOST_GROUPS = 200;

    /**
     * @param grouped whether nodes are groups of tasks whose names differ in numbers only
     */
    @Schema(name = "JobGraph")
    record Graph(boolean grouped, List<Node> nodes, List<Edge> edges) {}

    /**
     * @param index of the task, or of the first one of the group
     * @param tasks how many there are of each status
     */
    @Schema(name = "JobGraphNode")
    record Node(int id, int index, String name, String type, Map<String, Long> tasks) {}

    /** @param from what is done first */
    @Schema(name = "JobGraphEdge")
    record Edge(int from, int to, long count) {}

    private final PathLookup lookup;
    private final JobGraphQueries graphs;

    @Inject
    JobGraphResource(PathLookup lookup, JobGraphQueries graphs) {
        this.lookup = lookup;
        this.graphs = graphs;
    }

    @GET
    @Operation(operationId = "jobGraph", summary = "The tasks of a job, or groups of them, and what depends on what")
    public Uni<Graph> graph(@RestPath("job_id") String jobId) {
        return lookup.job(jobId).chain(job -> job.taskCount <= MOST_TASKS ? single(job.jobId()) : grouped(job.jobId()));
    }

    private Uni<Graph> single(JobId job) {
        return graphs.nodes(job, MOST_TASKS).map(found -> {
            List<Edge> edges = new ArrayList<>();
            found.forEach(node -> node.dependencies().forEach(needed -> edges.add(new Edge(needed, node.index(), 1))));
            return new Graph(
                    false,
                    found.stream()
                            .map(node -> new Node(
                                    node.index(), node.index(), node.name(), node.type(), Map.of(node.status(), 1L)))
                            .toList(),
                    edges);
        });
    }

    private Uni<Graph> grouped(JobId job) {
        return graphs.groups(job, MOST_GROUPS)
                .chain(counts -> graphs.edges(job, MOST_GROUPS)
                        .map(edges -> new Graph(
                                true,
                                nodes(counts),
                                edges.stream()
                                        .map(edge -> new Edge(edge.from(), edge.to(), edge.edges()))
                                        .toList())));
    }

    private static List<Node> nodes(List<GroupCount> counts) {
        Map<Integer, Node> nodes = new LinkedHashMap<>();
        for (GroupCount count : counts) {
            Node before = nodes.get(count.group());
            Map<String, Long> tasks = before == null ? new LinkedHashMap<>() : before.tasks();
            tasks.put(count.status(), count.tasks());
            int first = before == null ? count.first() : Math.min(before.index(), count.first());
            nodes.put(count.group(), new Node(count.group(), first, count.name(), count.type(), tasks));
        }
        return List.copyOf(nodes.values());
    }
}
