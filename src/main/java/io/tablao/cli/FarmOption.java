// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import picocli.CommandLine.Option;

/** Which farm a command speaks with. */
final class FarmOption {

    static final String DEFAULT = "http://localhost:8080";

    @Option(
            names = "--farm",
            paramLabel = "URL",
            defaultValue = "${env:TABLAO_FARM:-" + DEFAULT + "}",
            description = "Where the farm is (default: ${DEFAULT-VALUE}). TABLAO_FARM")
    private String url = DEFAULT;

    FarmClient client() {
        return new FarmClient(url);
    }
}
