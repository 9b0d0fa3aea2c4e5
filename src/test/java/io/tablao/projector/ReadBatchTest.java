// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import static io.tablao.projector.Samples.JOB;
import static io.tablao.projector.Samples.added;
import static io.tablao.projector.Samples.registered;
import static io.tablao.projector.Samples.released;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.Event;
import io.tablao.event.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadBatchTest {

    private final EventLog log =
            new EventLog(Topics.EVENTS, 3).add(registered(JOB), added(JOB, 2), released(JOB, 1, 0));

    @Test
    void goes_on_from_where_the_projection_stands() {
        var batch = ReadBatch.of(log.pollAll(), Map.of(3, 1L), Event.class);

        assertThat(batch.records()).extracting(ReadBatch.ReadRecord::offset).containsExactly(1L, 2L);
        assertThat(batch.from()).isEqualTo(Map.of(3, 1L));
        assertThat(batch.to()).isEqualTo(Map.of(3, 3L));
        assertThat(batch.unreadable()).isNull();
    }

    @Test
    void is_empty_when_all_is_projected() {
        assertThat(ReadBatch.of(log.pollAll(), Map.of(3, 3L), Event.class).isEmpty())
                .isTrue();
    }

    @Test
    void ends_before_a_record_that_cannot_be_read() {
        log.addBytes("{\"type\":\"JobTeleported\"}".getBytes(StandardCharsets.UTF_8))
                .add(released(JOB, 1, 1));

        var batch = ReadBatch.of(log.pollAll(), Map.of(3, 0L), Event.class);

        assertThat(batch.to()).isEqualTo(Map.of(3, 3L));
        assertThat(batch.unreadable()).contains("tablao.events-3, offset 3", "JobTeleported");
    }
}
