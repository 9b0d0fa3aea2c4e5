// SPDX-License-Identifier: Apache-2.0
package io.tablao.storage;

import io.tablao.model.FarmSetup;
import io.tablao.model.Platform;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The farm as this process's configuration has it: what counts until people set something else while it runs. */
@ApplicationScoped
public class ConfiguredFarm {

    private final StorageConfig config;
    private final SharedStorage storage;

    @Inject
    ConfiguredFarm(StorageConfig config, SharedStorage storage) {
        this.config = config;
        this.storage = storage;
    }

    /** @param name what the farm is called */
    public FarmSetup setup(String name) {
        return new FarmSetup(
                name,
                Platform.current().toString(),
                storage.location().toString(),
                config.shaman().enabled());
    }

    /** Whether the folder for jobs' files was chosen, rather than taken for lack of a choice. */
    public boolean hasChosenStorage() {
        return config.location().isPresent();
    }
}
