// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** A worker over HTTP that gets the tasks of one tag, and says of one that it has rendered whatever the test wants it to. */
public final class PaintingWorker implements AutoCloseable {

    private static final String SECRET = "very secret";

    private final String tag;
    private final String id;

    public PaintingWorker(String name) {
        tag = given().contentType(ContentType.JSON)
                .body(Map.of("name", "jobs of " + name))
                .post("/api/v3/worker-mgt/tags")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        id = given().contentType(ContentType.JSON)
                .body(Map.of(
                        "name", name, "secret", SECRET, "platform", "linux", "supported_task_types", List.of("misc")))
                .post("/api/v3/worker/register-worker")
                .then()
                .statusCode(200)
                .extract()
                .path("uuid");
        given().contentType(ContentType.JSON)
                .body(Map.of("tag_ids", List.of(tag)))
                .post("/api/v3/worker-mgt/workers/" + id + "/settags")
                .then()
                .statusCode(204);
        asItself()
                .body(Map.of("name", name, "supported_task_types", List.of("misc"), "software_version", "3.9"))
                .post("/api/v3/worker/sign-on")
                .then()
                .statusCode(200);
    }

    /** What a job must carry to be run by this worker. */
    public String tag() {
        return tag;
    }

    /** Waits for a task, and returns its id. */
    public String takeTask() {
        return asItself()
                .post("/api/v3/worker/task")
                .then()
                .statusCode(200)
                .extract()
                .path("uuid");
    }

    public void paint(String task, Color color) throws IOException {
        var image = new BufferedImage(640, 360, BufferedImage.TYPE_INT_RGB);
        var canvas = image.createGraphics();
        canvas.setColor(color);
        canvas.fillRect(0, 0, 640, 360);
        canvas.dispose();
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        asItself()
                .contentType("image/png")
                .body(bytes.toByteArray())
                .post("/api/v3/worker/task/" + task + "/output-produced")
                .then()
                .statusCode(202);
    }

    private RequestSpecification asItself() {
        return given().contentType(ContentType.JSON).auth().preemptive().basic(id, SECRET);
    }

    @Override
    public void close() {
        asItself().post("/api/v3/worker/sign-off").then().statusCode(204);
    }
}
