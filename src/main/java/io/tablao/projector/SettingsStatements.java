// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.tablao.bus.MessageCodec;
import io.tablao.event.Envelope;
import io.tablao.event.FarmEvent.SettingsChanged;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The row of the farm's settings. */
final class SettingsStatements {

    private static final String WRITE = """
        INSERT INTO farm_settings (revision, event) VALUES ($1, $2)
        ON CONFLICT (one) DO UPDATE SET revision = excluded.revision, event = excluded.event
        WHERE farm_settings.revision < excluded.revision
        """;

    private SettingsStatements() {}

    static void write(@Nullable Envelope<SettingsChanged> settings, List<Statement> statements) {
        if (settings != null) {
            String event = new String(MessageCodec.encode(settings), StandardCharsets.UTF_8);
            statements.add(Statement.of(WRITE, List.<Object>of(settings.body().revision(), event)));
        }
    }
}
