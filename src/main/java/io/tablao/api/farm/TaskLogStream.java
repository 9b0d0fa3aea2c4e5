// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.farm;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.tablao.api.ByteRange;
import io.tablao.model.TaskKey;
import io.tablao.readmodel.LogQueries;
import io.tablao.readmodel.LogQueries.Chunk;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A part of a task's log on its way out: half a megabyte of it is in memory at most, and the next is read when that has gone. */
final class TaskLogStream {

    private static final int CHUNKS_AT_ONCE = 8;

    private record Piece(Buffer bytes, boolean more) {}

    private final LogQueries logs;
    private final TaskKey task;
    private final int attempt;
    private final long first;
    /** The request's, where sessions of the database are. */
    private final Context context;

    private long remaining;
    private long nextPosition;

    /** @param attempt or {@link LogQueries#ALL} */
    TaskLogStream(LogQueries logs, TaskKey task, int attempt, ByteRange range) {
        this.logs = logs;
        this.task = task;
        this.attempt = attempt;
        this.first = range.first();
        this.remaining = range.length();
        this.context = Objects.requireNonNull(Vertx.currentContext());
    }

    /** To be subscribed to once. */
    Multi<byte[]> bytes() {
        // Whoever asks for the beginning is spared the sums.
        Uni<Optional<LogQueries.Place>> begin = first == 0
                ? Uni.createFrom().item(Optional.of(new LogQueries.Place(0, 0)))
                : onContext(logs.place(task, attempt, first));
        return begin.onItem().transformToMulti(place -> from(place.orElseThrow(this::isGone)));
    }

    private <T> Uni<T> onContext(Uni<T> query) {
        return query.runSubscriptionOn(MutinyHelper.executor(context));
    }

    private Multi<byte[]> from(LogQueries.Place place) {
        nextPosition = place.position();
        long[] skip = {first - place.begins()};
        return Multi.createBy()
                .repeating()
                .uni(() -> onContext(logs.chunks(task, attempt, nextPosition, CHUNKS_AT_ONCE))
                        .map(chunks -> {
                            Piece piece = piece(chunks, (int) skip[0]);
                            skip[0] = 0;
                            return piece;
                        }))
                .whilst(Piece::more)
                .map(piece -> piece.bytes().getBytes());
    }

    private Piece piece(List<Chunk> chunks, int skip) {
        if (chunks.isEmpty()) {
            throw isGone();
        }
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk -> text.append(chunk.text()));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        nextPosition = chunks.getLast().position() + 1;
        int length = (int) Math.min(remaining, bytes.length - skip);
        remaining -= length;
        return new Piece(Buffer.buffer(bytes).slice(skip, skip + length), remaining > 0);
    }

    /** Ends the connection in the middle, so that nobody takes what came for the whole. */
    private IllegalStateException isGone() {
        return new IllegalStateException("The log of task " + task + " went while it was being read");
    }
}
