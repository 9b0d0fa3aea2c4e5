// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import io.tablao.bus.ShardOwner.ShardCommand;
import io.tablao.event.Command;
import io.tablao.event.EntityKey;
import io.tablao.event.Envelope;
import io.tablao.event.Event;
import io.tablao.event.State;
import io.tablao.event.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a shard owner has written, for tests without Kafka: the state topic, compacted, as a recovery would read it, the
 * events, and the commands that it has sent to shards and has not been given yet.
 */
public final class WrittenState {

    private final Map<Integer, Map<String, State>> shards = new TreeMap<>();
    private final List<Envelope<Event>> events = new ArrayList<>();
    private final List<ShardCommand> commands = new ArrayList<>();
    private int written;

    /** The output was written, and its transaction committed. */
    public void write(ShardOutput output) {
        written = output.events().size() + output.others().size();
        output.events().forEach(line -> events.add(MessageCodec.decode(line.value(), Event.class)));
        for (var line : output.others()) {
            if (line.topic().equals(Topics.COMMANDS)) {
                commands.add(new ShardCommand(line.partition(), MessageCodec.decode(line.value(), Command.class)));
            } else if (line.topic().equals(Topics.STATE)) {
                Map<String, State> parts = shards.computeIfAbsent(line.partition(), shard -> new TreeMap<>());
                if (line.value() == null) {
                    parts.remove(line.key());
                } else {
                    parts.put(
                            line.key(),
                            MessageCodec.decode(line.value(), State.class).body());
                }
            }
        }
    }

    /** How many records the last output had. */
    public int written() {
        return written;
    }

    public List<State> parts(int shard) {
        return new ArrayList<>(shards.getOrDefault(shard, Map.of()).values());
    }

    /** The keys of the entity's parts. */
    public List<String> parts(EntityKey entity) {
        return shards.values().stream()
                .flatMap(parts -> parts.keySet().stream())
                .filter(key -> key.startsWith(entity + "|"))
                .toList();
    }

    /** All events that were written. */
    public List<Envelope<Event>> events() {
        return events;
    }

    /** The commands that are still to be decided; each is given once. */
    public List<ShardCommand> takeCommands() {
        List<ShardCommand> taken = List.copyOf(commands);
        commands.clear();
        return taken;
    }
}
