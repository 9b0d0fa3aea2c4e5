// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Who listens to which queues: one listener for all slots of this process that carry the same tags, as all do most of the time.
 * When people give a slot other tags, it moves from one listener to another. A listener that nobody needs any more is closed
 * behind the back of who asks for it, since that takes a while; what it holds goes back to the group.
 */
final class QueueListeners implements AutoCloseable {

    /** The slots that share a listener, and those of them that are free. */
    private record Crew(Set<Taker> slots, FreeSlots free, AutoCloseable listener) {}

    /** @param tags null: none were told of yet, so it listens to nothing */
    private record Place(@Nullable Set<String> tags, boolean free) {}

    private final BiFunction<Set<String>, FreeSlots, ? extends AutoCloseable> listen;
    private final Map<Set<String>, Crew> crews = new HashMap<>();
    private final Map<Taker, Place> places = new HashMap<>();
    private boolean closed;

    /** @param listen begins to listen to the queues of these tags, and of none, for slots as they become free */
    QueueListeners(BiFunction<Set<String>, FreeSlots, ? extends AutoCloseable> listen) {
        this.listen = listen;
    }

    /** The tags that the slot carries from now on. */
    synchronized void move(Taker slot, Set<String> tags) {
        Place before = places.getOrDefault(slot, new Place(null, false));
        if (closed || tags.equals(before.tags())) {
            return;
        }
        leave(slot, before.tags());
        Crew crew = crews.computeIfAbsent(tags, these -> {
            var free = new FreeSlots();
            return new Crew(new HashSet<>(), free, listen.apply(these, free));
        });
        crew.slots().add(slot);
        crew.free().set(slot, before.free());
        places.put(slot, new Place(tags, before.free()));
    }

    /** Whether the slot could take a dispatch just now. */
    synchronized void free(Taker slot, boolean free) {
        Place before = places.getOrDefault(slot, new Place(null, false));
        places.put(slot, new Place(before.tags(), free));
        Crew crew = before.tags() == null ? null : crews.get(before.tags());
        if (crew != null) {
            crew.free().set(slot, free);
        }
    }

    private void leave(Taker slot, @Nullable Set<String> tags) {
        Crew crew = tags == null ? null : crews.get(tags);
        if (crew == null) {
            return;
        }
        crew.free().set(slot, false);
        crew.slots().remove(slot);
        if (crew.slots().isEmpty()) {
            crews.remove(tags);
            Thread.ofVirtual().start(() -> close(crew.listener()));
        }
    }

    @Override
    public void close() {
        Set<AutoCloseable> open = new HashSet<>();
        synchronized (this) {
            closed = true;
            crews.values().forEach(crew -> open.add(crew.listener()));
            crews.clear();
        }
        open.parallelStream().forEach(QueueListeners::close);
    }

    private static void close(AutoCloseable listener) {
        try {
            listener.close();
        } catch (Exception e) {
            throw new IllegalStateException("A listener could not be closed", e);
        }
    }
}
