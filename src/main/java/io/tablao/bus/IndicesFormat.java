// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.tablao.model.Indices;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Indices of tasks on the wire: a list of numbers and, for long runs, of texts such as {@code "3-8"}. */
abstract class IndicesFormat {

    /** Shorter runs are written out: a reader understands both. */
    private static final int SHORTEST_RUN = 4;

    // Where the records have them.
    @JsonSerialize(using = Writer.class)
    @JsonDeserialize(using = Reader.class)
    List<Integer> dependencies = List.of();

    static final class Writer extends JsonSerializer<List<Integer>> {
        @Override
        public void serialize(List<Integer> value, JsonGenerator json, SerializerProvider provider) throws IOException {
            Indices indices = Indices.copyOf(value);
            json.writeStartArray();
            for (int run = 0; run < indices.runs(); run++) {
                int first = indices.firstOf(run);
                int last = indices.lastOf(run);
                if (last - first + 1 >= SHORTEST_RUN) {
                    json.writeString(first + "-" + last);
                } else {
                    for (int index = first; index <= last; index++) {
                        json.writeNumber(index);
                    }
                }
            }
            json.writeEndArray();
        }
    }

    static final class Reader extends JsonDeserializer<List<Integer>> {
        @Override
        public List<Integer> deserialize(JsonParser json, DeserializationContext context) throws IOException {
            var indices = new int[16];
            int count = 0;
            for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
                int first;
                int last;
                if (token == JsonToken.VALUE_STRING) {
                    String run = json.getText();
                    int dash = run.indexOf('-', 1);
                    first = Integer.parseInt(run.substring(0, dash));
                    last = Integer.parseInt(run.substring(dash + 1));
                } else {
                    first = json.getIntValue();
                    last = first;
                }
                int wanted = count + last - first + 1;
                if (wanted > indices.length) {
                    indices = Arrays.copyOf(indices, Math.max(wanted, 2 * indices.length));
                }
                for (int index = first; index <= last; index++) {
                    indices[count++] = index;
                }
            }
            return Indices.of(Arrays.copyOf(indices, count));
        }
    }
}
