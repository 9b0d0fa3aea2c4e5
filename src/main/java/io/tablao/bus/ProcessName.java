// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What this process is called among all of the farm; the same after a restart, so that Kafka gives it its own place again. By
 * default the name of the host, as fits a pod of a stateful set; two processes of a host need two names.
 */
@ApplicationScoped
public class ProcessName {

    public static final String PROPERTY = "tablao.instance";

    private final String value;

    @Inject
    public ProcessName(@ConfigProperty(name = PROPERTY) Optional<String> value) {
        this.value = value.orElseGet(ProcessName::hostName);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("This host has no name: set " + PROPERTY, e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
