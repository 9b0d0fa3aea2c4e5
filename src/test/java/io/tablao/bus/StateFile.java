// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import io.tablao.bus.ShardOwner.ShardCommand;
import io.tablao.event.Command;
import io.tablao.event.State;
import io.tablao.event.Topics;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state topic of one shard in a file, so that measuring a shard's memory does not measure its log. */
public final class StateFile implements AutoCloseable {

    private static final int AT_ONCE = 10_000;

    private final Path path;
    private final DataOutputStream file;

    public StateFile(Path path) throws IOException {
        this.path = path;
        this.file = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(path)));
    }

    /**
     * Appends the state that the output has, as a committed transaction would.
     *
     * @return the commands that it sends to shards, still to be decided
     */
    public List<ShardCommand> write(ShardOutput output) {
        List<ShardCommand> commands = new ArrayList<>();
        try {
            for (var line : output.others()) {
                if (line.topic().equals(Topics.COMMANDS)) {
                    commands.add(new ShardCommand(line.partition(), MessageCodec.decode(line.value(), Command.class)));
                } else if (line.topic().equals(Topics.STATE)) {
                    file.writeUTF(line.key());
                    file.writeInt(line.value() == null ? -1 : line.value().length);
                    if (line.value() != null) {
                        file.write(line.value());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return commands;
    }

    /** How many records the output has. */
    public static int records(ShardOutput output) {
        return output.events().size() + output.others().size();
    }

    /** The newest parts, gathered as a recovery gathers them. */
    public Collection<State> recover() throws IOException {
        file.flush();
        Map<String, State> parts = new LinkedHashMap<>();
        Map<String, byte @Nullable []> newest = new LinkedHashMap<>();
        try (var lines = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 20))) {
            while (true) {
                String key = lines.readUTF();
                int length = lines.readInt();
                byte @Nullable [] value = length < 0 ? null : lines.readNBytes(length);
                newest.put(key, value);
                if (newest.size() == AT_ONCE) {
                    ShardRecovery.keep(parts, newest);
                    newest.clear();
                }
            }
        } catch (EOFException e) {
            ShardRecovery.keep(parts, newest);
            return parts.values();
        }
    }

    public long size() throws IOException {
        file.flush();
        return Files.size(path);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
