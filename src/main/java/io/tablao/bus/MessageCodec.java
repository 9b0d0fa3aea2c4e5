// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import io.tablao.event.Envelope;
import io.tablao.event.Message;
import io.tablao.event.Version;
import io.tablao.model.Actor;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.JsonText;
import io.tablao.model.SessionId;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskId;
import io.tablao.model.TaskStatus;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerStatus;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Messages to and from bytes: a JSON object of type, version, id, time, replyTo, cause, actor and body. Fields that a newer writer
 * added are skipped; a message of an unknown type or a newer version is an error, since skipping it would lose it.
 */
public final class MessageCodec {

    private static final Map<String, Class<? extends Message>> TYPES = new HashMap<>();
    private static final ObjectMapper JSON = mapper();
    private static final Map<Class<? extends Message>, ObjectReader> READERS = new HashMap<>();

    static {
        register(Message.class);
        TYPES.values().forEach(type -> READERS.put(type, JSON.readerFor(type)));
    }

    private MessageCodec() {}

    public static byte[] encode(Envelope<?> envelope) {
        try (var bytes = new com.fasterxml.jackson.core.util.ByteArrayBuilder()) {
            try (JsonGenerator json = JSON.createGenerator(bytes)) {
                json.writeStartObject();
                json.writeStringField("type", envelope.body().getClass().getSimpleName());
                json.writeNumberField("version", versionOf(envelope.body().getClass()));
                json.writeStringField("id", envelope.id().toString());
                json.writeStringField("time", envelope.time().toString());
                String replyTo = envelope.replyTo();
                if (replyTo != null) {
                    json.writeStringField("replyTo", replyTo);
                }
                UUID cause = envelope.cause();
                if (cause != null) {
                    json.writeStringField("cause", cause.toString());
                }
                Actor actor = envelope.actor();
                if (actor != null) {
                    json.writeStringField("actor", actor.toString());
                }
                json.writePOJOField("body", envelope.body());
                json.writeEndObject();
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UnreadableMessage("Cannot write " + envelope.body(), e);
        }
    }

    /**
     * Reads a message of the given family.
     *
     * @throws UnreadableMessage when it is not an envelope, of another family, of an unknown type or of a newer version
     */
    public static <M extends Message> Envelope<M> decode(byte[] bytes, Class<M> family) {
        try (JsonParser json = JSON.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableMessage(
                        "Expected a " + family.getSimpleName() + ", not " + json.currentToken(), null);
            }
            var reading = new Reading<>(family);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                reading.field(field, json);
            }
            return reading.envelope();
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new UnreadableMessage("Cannot read a " + family.getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    /** A message while it is read, field by field: as a rule the body comes when it is known what it is, and needs no detour. */
    private static final class Reading<M extends Message> {

        private final Class<M> family;
        private String name = "";
        private int version;
        private @Nullable UUID id;
        private @Nullable Instant time;
        private @Nullable String replyTo;
        private @Nullable UUID cause;
        private @Nullable Actor actor;
        private @Nullable M body;
        private @Nullable JsonNode unreadBody;

        Reading(Class<M> family) {
            this.family = family;
        }

        void field(String field, JsonParser json) throws IOException {
            if (json.currentToken() == JsonToken.VALUE_NULL) {
                return;
            }
            switch (field) {
                case "type" -> name = json.getText();
                case "version" -> version = json.getIntValue();
                case "id" -> id = UUID.fromString(json.getText());
                case "time" -> time = Instant.parse(json.getText());
                case "replyTo" -> replyTo = json.getText();
                case "cause" -> cause = UUID.fromString(json.getText());
                case "actor" -> actor = Actor.of(json.getText());
                case "body" -> {
                    if (version > 0) {
                        body = family.cast(
                                Objects.requireNonNull(READERS.get(type())).readValue(json));
                    } else {
                        unreadBody = json.readValueAsTree();
                    }
                }
                default -> json.skipChildren();
            }
        }

        /** The record that the body is. */
        private Class<? extends Message> type() {
            Class<? extends Message> type = TYPES.get(name);
            if (type == null || !family.isAssignableFrom(type)) {
                throw new UnreadableMessage("Expected a " + family.getSimpleName() + ", not \"" + name + "\"", null);
            }
            if (version < 1 || version > versionOf(type)) {
                throw new UnreadableMessage(
                        name + " has version " + version + "; this program knows versions up to " + versionOf(type),
                        null);
            }
            return type;
        }

        Envelope<M> envelope() throws IOException {
            Class<? extends Message> type = type();
            M read = body == null && unreadBody != null ? family.cast(JSON.treeToValue(unreadBody, type)) : body;
            if (read == null || id == null || time == null) {
                throw new UnreadableMessage(name + " lacks its body, its id or its time", null);
            }
            return new Envelope<>(id, time, replyTo, cause, actor, read);
        }
    }

    /** The wire names of all messages, with their records. */
    public static Map<String, Class<? extends Message>> types() {
        return Map.copyOf(TYPES);
    }

    private static void register(Class<?> type) {
        Class<?>[] permitted = type.getPermittedSubclasses();
        if (permitted != null) {
            for (Class<?> each : permitted) {
                register(each);
            }
        } else {
            var former = TYPES.put(type.getSimpleName(), type.asSubclass(Message.class));
            if (former != null && former != type) {
                throw new IllegalStateException("Two messages are called " + type.getSimpleName());
            }
        }
    }

    private static int versionOf(Class<?> type) {
        Version version = type.getAnnotation(Version.class);
        return version == null ? 1 : version.value();
    }

    private static ObjectMapper mapper() {
        var module = new SimpleModule("tablao");
        module.setMixInAnnotation(TaskDefinition.class, IndicesFormat.class);
        asText(module, JobId.class, JobId::of);
        asText(module, TaskId.class, TaskId::of);
        asText(module, WorkerId.class, WorkerId::of);
        asText(module, SessionId.class, SessionId::of);
        asText(module, JobStatus.class, JobStatus::of);
        asText(module, TaskStatus.class, TaskStatus::of);
        asText(module, WorkerStatus.class, WorkerStatus::of);
        module.addSerializer(JsonText.class, new JsonSerializer<JsonText>() {
            @Override
            public void serialize(JsonText value, JsonGenerator json, SerializerProvider provider) throws IOException {
                json.writeRawValue(value.text());
            }
        });
        module.addDeserializer(JsonText.class, new JsonDeserializer<JsonText>() {
            @Override
            public JsonText deserialize(JsonParser json, DeserializationContext context) throws IOException {
                JsonNode tree = json.readValueAsTree();
                return new JsonText(tree.toString());
            }
        });
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .addModule(new ParameterNamesModule())
                .addModule(module)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    private static <T> void asText(SimpleModule module, Class<T> type, Function<String, T> parse) {
        module.addSerializer(type, new JsonSerializer<T>() {
            @Override
            public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
                json.writeString(value.toString());
            }
        });
        module.addKeySerializer(type, new JsonSerializer<T>() {
            @Override
            public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
                json.writeFieldName(value.toString());
            }
        });
        module.addDeserializer(type, new JsonDeserializer<T>() {
            @Override
            public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
                return parse.apply(json.getText());
            }
        });
        module.addKeyDeserializer(type, new KeyDeserializer() {
            @Override
            public Object deserializeKey(String key, DeserializationContext context) {
                return (Object) parse.apply(key);
            }
        });
    }
}
