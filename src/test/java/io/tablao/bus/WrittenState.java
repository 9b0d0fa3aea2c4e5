// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import io.tablao.bus.ShardOwner.ShardCommand;
import io.tablao.event.Command;
import io.tablao.event.State;
import io.tablao.event.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a shard owner has written, for tests without Kafka: the state topic, compacted, as a recovery would read it, and the
 * commands that it has sent to shards and has not been given yet.
 */
public final class WrittenState {

    private final Map<Integer, Map<String, State>> shards = new TreeMap<>();
    private final List<ShardCommand> commands = new ArrayList<>();

    /** The output was written, and its transaction committed. */
    public void write(ShardOutput output) {
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

    public List<State> parts(int shard) {
        return new ArrayList<>(shards.getOrDefault(shard, Map.of()).values());
    }

    /** The commands that are still to be decided; each is given once. */
    public List<ShardCommand> takeCommands() {
        List<ShardCommand> taken = List.copyOf(commands);
        commands.clear();
        return taken;
    }
}
