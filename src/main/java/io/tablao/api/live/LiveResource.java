// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.live;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tablao.api.Ids;
import io.tablao.model.JobId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Tells browsers what has changed, as long as they listen. */
@ApplicationScoped
@Path("/api/farm/v1/live")
@Tag(name = "farm")
public class LiveResource {

    /** What comes within it is one message, so that nobody gets more than ten a second, whatever the farm does. */
    private static final Duration GATHERING = Duration.ofMillis(100);
    /** A browser that hears nothing for twice as long is not connected any more. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    private final LiveListener listener;
    /** Positions of another process, or of this one before it was started anew, mean nothing here. */
    private final String journalId = UUID.randomUUID().toString().substring(0, 8);

    @Inject
    LiveResource(LiveListener listener) {
        this.listener = listener;
    }

    /** What a browser has read, of the journal. */
    private static final class Reader {
        private long position;
        private boolean lost;

        Reader(long position, boolean lost) {
            this.position = position;
            this.lost = lost;
        }
    }

    /**
     * @param job whose changed tasks are told one by one; left out: of no job
     * @param after id of the last message that was heard, to go on after it; the header {@code Last-Event-ID} does the same
     */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(operationId = "live", summary = "What changes, as server-sent events, to be read anew")
    public Multi<OutboundSseEvent> live(
            @RestQuery @Nullable String job,
            @RestQuery @Nullable String after,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @Context Sse sse) {
        JobId watched = job == null ? null : Ids.job(job);
        Reader reader = reader(lastEventId == null ? after : lastEventId);
        // The first message comes at once: whoever listens knows that it is heard.
        Multi<OutboundSseEvent> first = Multi.createFrom().item(() -> event(read(reader, watched), reader, sse));
        Multi<OutboundSseEvent> others = Multi.createBy()
                .repeating()
                .uni(() -> more(reader).map(told -> event(read(reader, watched), reader, sse)))
                .indefinitely();
        return Multi.createBy().concatenating().streams(first, others);
    }

    private Uni<Void> more(Reader reader) {
        return Uni.createFrom()
                .completionStage(() -> listener.journal().moreThan(reader.position))
                .onItem()
                .delayIt()
                .by(GATHERING)
                .ifNoItem()
                .after(LONGEST_SILENCE)
                .recoverWithUni(Uni.createFrom().voidItem());
    }

    private LiveMessage read(Reader reader, @Nullable JobId watched) {
        Optional<ChangeJournal.Reading> reading =
                reader.lost ? Optional.empty() : listener.journal().after(reader.position);
        reader.lost = false;
        reader.position = reading.map(ChangeJournal.Reading::position)
                .orElseGet(() -> listener.journal().end());
        return reading.map(read -> read.changes().message(watched)).orElse(LiveMessage.EVERYTHING);
    }

    private OutboundSseEvent event(LiveMessage message, Reader reader, Sse sse) {
        return sse.newEventBuilder()
                .id(journalId + ":" + reader.position)
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(message)
                .build();
    }

    private Reader reader(@Nullable String lastHeard) {
        if (lastHeard == null || lastHeard.isEmpty()) {
            return new Reader(listener.journal().end(), false);
        }
        int colon = lastHeard.indexOf(':');
        if (colon > 0 && lastHeard.substring(0, colon).equals(journalId)) {
            try {
                return new Reader(Long.parseLong(lastHeard.substring(colon + 1)), false);
            } catch (NumberFormatException e) {
                return new Reader(0, true);
            }
        }
        return new Reader(0, true);
    }
}
