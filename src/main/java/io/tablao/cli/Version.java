// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        try (InputStream file = Version.class.getResourceAsStream("/tablao-version.txt")) {
            if (file == null) {
                throw new IOException("tablao-version.txt is missing from the application: build it again");
            }
            return new String[] {"Tablao " + new String(file.readAllBytes(), StandardCharsets.UTF_8).strip()};
        }
    }
}
