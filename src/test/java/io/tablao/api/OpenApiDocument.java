// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The document that a running farm tells of its API: its operations, and whether an answer is as it says. */
final class OpenApiDocument {

    private static final String JSON = "application/json";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    /** One of its operations. */
    record Operation(String id, String method, String path, JsonNode parameters, JsonNode node) {

        JsonNode response(int status) {
            return node.path("responses").path(Integer.toString(status));
        }

        /** What its body is, of the first media type that it takes; missing: it takes none. */
        JsonNode bodySchema() {
            for (JsonNode content : node.path("requestBody").path("content")) {
                return content.path("schema");
            }
            return MissingNode.getInstance();
        }

        boolean goesOnForEver() {
            return node.path("responses").path("200").path("content").has("text/event-stream");
        }
    }

    private final JsonNode document;
    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private OpenApiDocument(JsonNode document) {
        this.document = document;
    }

    static OpenApiDocument ofTheFarm() {
        try {
            return new OpenApiDocument(new ObjectMapper()
                    .readTree(given().get("/q/openapi?format=json")
                            .then()
                            .statusCode(200)
                            .extract()
                            .asString()));
        } catch (IOException e) {
            throw new AssertionError("The document is not JSON", e);
        }
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .forEach(method -> operations.add(new Operation(
                                method.getValue().path("operationId").asText(),
                                method.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                method.getValue().path("parameters"),
                                method.getValue()))));
        return operations;
    }

    Operation operation(String id) {
        return operations().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("The document has no operation " + id));
    }

    /** A schema, with what it refers to put in its place. */
    JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asText("");
        return reference.isEmpty() ? schema : document.at(reference.substring(1));
    }

    /** What is wrong with an answer; empty: it is as the document says. */
    List<String> faults(Operation operation, int status, String mediaType, String body) {
        JsonNode response = operation.response(status);
        if (response.isMissingNode()) {
            return List.of("the document tells of no status " + status);
        }
        JsonNode content = response.path("content");
        if (content.isEmpty()) {
            return body.isEmpty() ? List.of() : List.of("the document tells of no content for " + body);
        }
        if (!content.has(mediaType)) {
            return List.of("the document tells nothing of an answer of the type " + mediaType);
        }
        JsonNode schema = content.path(mediaType).path("schema");
        if (schema.isMissingNode()) {
            return List.of("the document does not tell what an answer of the type " + mediaType + " is");
        }
        if (!mediaType.equals(JSON)) {
            return body.isEmpty() ? List.of("there is nothing in it") : List.of();
        }
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.path("components"));
        return schemas.getSchema(whole).validate(body, InputFormat.JSON).stream()
                .map(error -> error.toString())
                .toList();
    }
}
