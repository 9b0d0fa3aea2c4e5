// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.shaman;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.mutiny.Uni;
import io.tablao.api.ApiProblem;
import io.tablao.api.Disk;
import io.tablao.api.RequestFields;
import io.tablao.storage.Checkouts;
import io.tablao.storage.FileStore;
import io.tablao.storage.FileStore.Status;
import io.tablao.storage.RelativePath;
import io.tablao.storage.StorageConfig;
import io.tablao.storage.StoredFile;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Which files the store has, and checkouts of them. Files themselves come in by {@link ShamanUploads}. */
@Path("/api/v3/shaman")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "shaman")
public class ShamanResource {

    private static final int MOST_NAMED = 5;

    @Schema(name = "ShamanFileSpec")
    record FileSpec(String sha, long size, String path) {}

    @Schema(name = "ShamanRequirementsRequest")
    record Requirements(List<FileSpec> files) {}

    @Schema(name = "ShamanFileSpecWithStatus")
    record FileWithStatus(String sha, long size, String path, String status) {}

    @Schema(name = "ShamanRequirementsResponse")
    record Needed(List<FileWithStatus> files) {}

    @Schema(name = "ShamanCheckout")
    record Checkout(
            List<FileSpec> files,
            @JsonProperty("checkoutPath") String checkoutPath) {}

    @Schema(name = "ShamanCheckoutResult")
    record CheckoutResult(@JsonProperty("checkoutPath") String checkoutPath) {}

    @Schema(name = "ShamanSingleFileStatus")
    record FileStatus(String status) {}

    private final FileStore store;
    private final Checkouts checkouts;
    private final boolean enabled;

    @Inject
    ShamanResource(FileStore store, Checkouts checkouts, StorageConfig config) {
        this.store = store;
        this.checkouts = checkouts;
        this.enabled = config.shaman().enabled();
    }

    @POST
    @Path("checkout/requirements")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "shamanCheckoutRequirements", summary = "Which of the files the farm does not have yet")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = Requirements.class)))
    public Uni<Needed> requirements(byte[] body) {
        mustBeEnabled(enabled);
        RequestFields fields = RequestFields.read(body);
        List<FileSpec> specs = new ArrayList<>();
        for (RequestFields each : fields.requiredObjects("files")) {
            specs.add(new FileSpec(
                    each.requiredText("sha"),
                    each.requiredSize("size"),
                    each.text("path").orElse("")));
        }
        fields.check();
        List<StoredFile> files =
                specs.stream().map(spec -> storedFile(spec.sha(), spec.size())).toList();
        return Disk.work(() -> {
            List<FileWithStatus> needed = new ArrayList<>();
            for (int i = 0; i < files.size(); i++) {
                // Whoever asks for a file is going to use it.
                if (!store.touch(files.get(i))) {
                    FileSpec spec = specs.get(i);
                    needed.add(new FileWithStatus(
                            spec.sha(), spec.size(), spec.path(), label(store.status(files.get(i)))));
                }
            }
            return new Needed(needed);
        });
    }

    @POST
    @Path("checkout/create")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "shamanCheckout", summary = "Put uploaded files together in a folder for a job")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = Checkout.class)))
    @APIResponse(responseCode = "200", description = "Where it is; not always where it was asked for")
    @APIResponse(responseCode = "409", description = "Nothing can be made there")
    @APIResponse(responseCode = "424", description = "Files are missing: ask for the requirements again")
    public Uni<CheckoutResult> checkout(byte[] body) {
        mustBeEnabled(enabled);
        RequestFields fields = RequestFields.read(body);
        RelativePath place = path(fields, "checkoutPath");
        Map<RelativePath, StoredFile> files = new LinkedHashMap<>();
        for (RequestFields each : fields.requiredObjects("files")) {
            String sha = each.requiredText("sha");
            long size = each.requiredSize("size");
            RelativePath path = path(each, "path");
            StoredFile file = StoredFile.of(sha, size).orElse(null);
            if (file == null) {
                each.problem("\"" + sha + "\" is no SHA-256 checksum");
                continue;
            }
            StoredFile other = files.put(path, file);
            if (other != null && !other.equals(file)) {
                each.problem("The path " + path + " stands for two files");
            }
        }
        fields.check();
        return Disk.work(() -> checkouts.make(place, files)).map(ShamanResource::answer);
    }

    private static CheckoutResult answer(Checkouts.Outcome outcome) {
        return switch (outcome) {
            case Checkouts.Outcome.Made(RelativePath path) -> new CheckoutResult(path.toString());
            case Checkouts.Outcome.Missing(List<StoredFile> files) ->
                throw ApiProblem.failedDependency(files.size() + " of the files are not here: "
                        + files.stream()
                                .limit(MOST_NAMED)
                                .map(StoredFile::checksum)
                                .collect(Collectors.joining(", "))
                        + (files.size() > MOST_NAMED ? ", …" : ""));
            case Checkouts.Outcome.Taken(String why) -> throw ApiProblem.conflict(why);
            case Checkouts.Outcome.Contradiction(String why) -> throw ApiProblem.badRequest(why);
        };
    }

    @GET
    @Path("files/{checksum}/{filesize}")
    @Operation(operationId = "shamanFileStoreCheck", summary = "Whether the farm has a file")
    public Uni<FileStatus> check(@RestPath String checksum, @RestPath String filesize) {
        mustBeEnabled(enabled);
        StoredFile file = named(checksum, filesize);
        return Disk.work(() -> new FileStatus(label(store.touch(file) ? Status.STORED : store.status(file))));
    }

    /** A file as a path names it. */
    static StoredFile named(String checksum, String size) {
        try {
            return storedFile(checksum, Long.parseLong(size));
        } catch (NumberFormatException e) {
            throw ApiProblem.badRequest("\"" + size + "\" is no size of a file");
        }
    }

    static void mustBeEnabled(boolean enabled) {
        if (!enabled) {
            throw ApiProblem.unavailable(
                    "This farm takes no files (tablao.storage.shaman.enabled is false): put them on the shared storage",
                    null);
        }
    }

    private static StoredFile storedFile(String checksum, long size) {
        return StoredFile.of(checksum, size)
                .orElseThrow(() -> ApiProblem.badRequest("No file is named \"" + checksum + "\", " + size
                        + ": it takes a SHA-256 checksum, in hexadecimal digits, and a size that is not negative"));
    }

    private static RelativePath path(RequestFields fields, String field) {
        String text = fields.requiredText(field);
        if (text.isEmpty()) {
            return new RelativePath(List.of());
        }
        return switch (RelativePath.read(text)) {
            case RelativePath.Reading.Fine(RelativePath path) -> path;
            case RelativePath.Reading.Refused(String why) -> {
                fields.problem("The path \"" + text + "\" " + why);
                yield new RelativePath(List.of());
            }
        };
    }

    private static String label(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
