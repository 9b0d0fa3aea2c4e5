// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablao.event.Command;
import io.tablao.event.Envelope;
import io.tablao.event.Event;
import io.tablao.event.Message;
import io.tablao.event.QueueCommand.QueueReady;
import io.tablao.event.Version;
import io.tablao.model.Actor;
import io.tablao.model.QueueId;
import io.tablao.model.WorkerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A stored example of every version of every message decodes for ever. An example is never changed: a message that changes its
 * shape gets a new version and a new example beside the old one. {@code -Dwire.write=true} writes those that are missing.
 */
class WireFormatTest {

    private static final Path EXAMPLES = Path.of("src/test/resources/wire");

    @TestFactory
    Stream<DynamicTest> every_message_has_an_example_of_its_present_version() {
        return MessageCodec.types().values().stream()
                .map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> {
                    Path example = EXAMPLES.resolve(type.getSimpleName() + "." + versionOf(type) + ".json");
                    if (Boolean.getBoolean("wire.write") && Files.notExists(example)) {
                        Files.createDirectories(EXAMPLES);
                        Files.write(example, MessageCodec.encode(sample(type)));
                    }
                    assertThat(example).exists();
                    var decoded = MessageCodec.decode(Files.readAllBytes(example), Message.class);
                    assertThat(decoded.body()).isInstanceOf(type);
                    assertThatJson(new String(MessageCodec.encode(decoded), StandardCharsets.UTF_8))
                            .isEqualTo(Files.readString(example));
                }));
    }

    @TestFactory
    Stream<DynamicTest> every_stored_example_decodes() throws IOException {
        List<Path> examples;
        try (var files = Files.list(EXAMPLES)) {
            examples = files.toList();
        }
        assertThat(examples).isNotEmpty();
        return examples.stream()
                .map(example -> DynamicTest.dynamicTest(
                        example.getFileName().toString(),
                        () -> assertThat(MessageCodec.decode(Files.readAllBytes(example), Message.class))
                                .isNotNull()));
    }

    @TestFactory
    Stream<DynamicTest> what_is_written_is_what_is_read() {
        return MessageCodec.types().values().stream()
                .map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> {
                    Envelope<?> written = sample(type);
                    assertThat(MessageCodec.decode(MessageCodec.encode(written), Message.class))
                            .isEqualTo(written);
                }));
    }

    @Test
    void a_newer_version_is_refused_rather_than_misread() {
        String newer = new String(MessageCodec.encode(sample(QueueReady.class)), StandardCharsets.UTF_8)
                .replace("\"version\":1", "\"version\":99");
        assertThatThrownBy(() -> MessageCodec.decode(newer.getBytes(StandardCharsets.UTF_8), Command.class))
                .isInstanceOf(UnreadableMessage.class)
                .hasMessageContaining("version 99");
    }

    @Test
    void who_is_behind_a_message_travels_with_it() {
        for (var actor : List.of(
                Actor.person("10.0.0.5 Blender/4.2: add-on"),
                Actor.person(""),
                Actor.worker(new WorkerId(new UUID(1, 2))),
                Actor.TIMER)) {
            var sent = new Envelope<>(
                    new UUID(1, 1),
                    Instant.parse("2026-01-02T03:04:05Z"),
                    null,
                    null,
                    actor,
                    new QueueReady(QueueId.of("blender")));

            assertThat(MessageCodec.decode(MessageCodec.encode(sent), Command.class))
                    .isEqualTo(sent);
        }
    }

    @Test
    void a_message_of_another_family_is_refused() {
        byte[] command = MessageCodec.encode(sample(QueueReady.class));
        assertThatThrownBy(() -> MessageCodec.decode(command, Event.class))
                .isInstanceOf(UnreadableMessage.class)
                .hasMessageContaining("Expected a Event, not \"QueueReady\"");
    }

    @Test
    void fields_of_a_newer_writer_are_skipped() {
        String withMore = new String(MessageCodec.encode(sample(QueueReady.class)), StandardCharsets.UTF_8)
                .replace("\"body\":{", "\"body\":{\"mood\":\"sunny\",");
        assertThat(MessageCodec.decode(withMore.getBytes(StandardCharsets.UTF_8), Command.class)
                        .body())
                .isInstanceOf(QueueReady.class);
    }

    @Test
    void the_order_of_the_fields_does_not_matter() {
        String written = new String(MessageCodec.encode(sample(QueueReady.class)), StandardCharsets.UTF_8);
        int body = written.indexOf("\"body\":");
        String bodyFirst =
                "{" + written.substring(body, written.length() - 1) + "," + written.substring(1, body - 1) + "}";

        assertThat(MessageCodec.decode(bodyFirst.getBytes(StandardCharsets.UTF_8), Command.class))
                .isEqualTo(sample(QueueReady.class));
    }

    @Test
    void what_is_no_message_is_refused() {
        for (String text : List.of("", "null", "[]", "{", "{\"type\":\"QueueReady\",\"version\":1}", "no JSON")) {
            assertThatThrownBy(() -> MessageCodec.decode(text.getBytes(StandardCharsets.UTF_8), Command.class))
                    .as(text)
                    .isInstanceOf(UnreadableMessage.class);
        }
    }

    private static int versionOf(Class<?> type) {
        Version version = type.getAnnotation(Version.class);
        return version == null ? 1 : version.value();
    }

    private static Envelope<?> sample(Class<? extends Message> type) {
        return new Envelope<>(
                UUID.fromString("00000000-0000-4000-8000-0000000000e1"),
                Instant.parse("2026-01-02T03:04:05.678901Z"),
                "api-1",
                UUID.fromString("00000000-0000-4000-8000-0000000000c1"),
                type.cast(Samples.of(type)));
    }
}
