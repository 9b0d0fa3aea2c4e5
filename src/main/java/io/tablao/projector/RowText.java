// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tablao.model.TaskCommand;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values in the shape in which PostgreSQL takes them. */
final class RowText {

    private static final JsonFactory JSON = new JsonFactory();

    private RowText() {}

    /** PostgreSQL's texts hold every character but NUL, and a job's name must not be able to stop the projection. */
    static String text(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    static @Nullable String textOrNull(@Nullable String text) {
        return text == null ? null : text(text);
    }

    /** Likewise for JSON, where a NUL is written as an escape, and would fail the query that looks into the value. */
    static String json(String json) {
        return text(json.replace("\\u0000", "\\ufffd"));
    }

    static String json(Map<String, String> texts) {
        StringWriter written = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(written)) {
            json.writeStartObject();
            for (var entry : new TreeMap<>(texts).entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("A string writer never fails", e);
        }
        return json(written.toString());
    }

    /** In the shape in which the api shows commands. */
    static String json(List<TaskCommand> commands) {
        StringWriter written = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(written)) {
            json.writeStartArray();
            for (TaskCommand command : commands) {
                json.writeStartObject();
                json.writeStringField("name", command.name());
                json.writeFieldName("parameters");
                json.writeRawValue(command.parameters().text());
                json.writeNumberField("total_step_count", command.totalStepCount());
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("A string writer never fails", e);
        }
        return json(written.toString());
    }

    /** As the text of a PostgreSQL array: an array of arrays of different lengths cannot be a parameter. */
    static String array(List<Integer> numbers) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < numbers.size(); i++) {
            if (i > 0) {
                text.append(',');
            }
            text.append(numbers.get(i).intValue());
        }
        return text.append('}').toString();
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static @Nullable OffsetDateTime timeOrNull(@Nullable Instant instant) {
        return instant == null ? null : time(instant);
    }
}
