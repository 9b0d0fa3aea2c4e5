// SPDX-License-Identifier: Apache-2.0
package io.tablao.storage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The folder that submitters, the farm and workers share. */
@ApplicationScoped
public class SharedStorage {

    private final Path location;

    @Inject
    SharedStorage(
            StorageConfig config, @ConfigProperty(name = "tablao.data-dir", defaultValue = "data") String dataDir) {
        this(config.location().map(Path::of).orElseGet(() -> Path.of(dataDir).resolve("storage")));
    }

    SharedStorage(Path location) {
        this.location = location.toAbsolutePath().normalize();
    }

    public Path location() {
        return location;
    }

    /** Where checkouts are made. Flamenco: the same name, which its add-on shows to people. */
    public Path checkouts() {
        return location.resolve("jobs");
    }

    /** Where uploaded files are kept. Flamenco: the same layout, so that a store that it has filled goes on being used. */
    Path fileStore() {
        return location.resolve("file-store");
    }
}
