// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.compilers;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tablao.compiler.AuthoredJob;
import io.tablao.compiler.CompiledJson;
import io.tablao.compiler.TaskSink;
import io.tablao.model.TaskDefinition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The compiled job as JSON, written while its tasks come. A small one stays in memory; a large one, and there may be hundreds
 * of megabytes, goes to a temporary file, which is deleted when it has been read or given up.
 */
final class TrialAnswer implements TaskSink, AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_IN_MEMORY = 4 << 20;

    private final Spool spool = new Spool();
    private final JsonGenerator json;

    TrialAnswer() throws IOException {
        json = JSON.createGenerator(spool);
        json.writeStartObject();
        json.writeArrayFieldStart("tasks");
    }

    @Override
    public void take(List<TaskDefinition> tasks) {
        try {
            for (TaskDefinition task : tasks) {
                CompiledJson.write(task, json);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole answer; whoever reads it closes it. */
    InputStream end(AuthoredJob authored) throws IOException {
        json.writeEndArray();
        json.writeFieldName("settings");
        json.writeRawValue(authored.settings().text());
        json.writeObjectField("metadata", authored.metadata());
        json.writeObjectField("log", authored.log());
        json.writeNumberField("duration_ms", authored.duration().toNanos() / 1e6);
        json.writeStringField("script_hash", authored.scriptHash());
        json.writeEndObject();
        json.close();
        return spool.read();
    }

    /** Gives up what has been written; nothing to do after {@link #end}. */
    @Override
    public void close() throws IOException {
        spool.discard();
    }

    /** Memory first, then a file. */
    private static final class Spool extends OutputStream {
        private ByteArrayOutputStream memory = new ByteArrayOutputStream();
        private @Nullable Path path;
        private @Nullable OutputStream file;
        private boolean read;

        @Override
        public void write(int oneByte) throws IOException {
            write(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            if (file == null && memory.size() + count > MOST_IN_MEMORY) {
                path = Files.createTempFile("tablao-trial-", ".json");
                file = Files.newOutputStream(path);
                memory.writeTo(file);
                memory = new ByteArrayOutputStream();
            }
            if (file == null) {
                memory.write(bytes, from, count);
            } else {
                file.write(bytes, from, count);
            }
        }

        @Override
        public void close() throws IOException {
            if (file != null) {
                file.close();
            }
        }

        InputStream read() throws IOException {
            read = true;
            return path == null
                    ? new ByteArrayInputStream(memory.toByteArray())
                    : Files.newInputStream(path, StandardOpenOption.DELETE_ON_CLOSE);
        }

        void discard() throws IOException {
            if (path != null && !read) {
                close();
                Files.deleteIfExists(path);
            }
        }
    }
}
