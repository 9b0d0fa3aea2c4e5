// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.discovery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** How workers on the same network find the farm without being told its address. */
@ConfigMapping(prefix = "tablao.discovery")
public interface DiscoveryConfig {

    /** Whether searches are answered at all. */
    @WithDefault("true")
    boolean enabled();

    /** The address of the farm that is told; by default this machine's, as whoever searches sees it. */
    Optional<String> url();

    /** The UDP port on which searches are heard; UPnP's, unless for a test. */
    @WithDefault("1900")
    int port();
}
