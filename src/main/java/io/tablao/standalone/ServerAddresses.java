// SPDX-License-Identifier: Apache-2.0
package io.tablao.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the servers of a running farm are: written to its data folder, for commands that need more than its API. */
record ServerAddresses(String kafka, DatabaseAddress database) {

    private static final String FILE = "servers";

    /** For the owner's eyes: there is a password in it. */
    void write(Path folder) throws IOException {
        SecretFile.write(folder.resolve(FILE), kafka + "\n" + database.url() + "\n");
    }

    static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }

    /** Empty: no farm runs on the folder, or one that needs no database. After a kill they may be those of then. */
    static Optional<ServerAddresses> of(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        return Optional.of(new ServerAddresses(lines.get(0), DatabaseAddress.parse(lines.get(1))));
    }
}
