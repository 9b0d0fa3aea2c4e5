// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./tablao shaman}: the files that Blender's add-on has uploaded. */
@Command(
        name = "shaman",
        description = "Looks after the files that were uploaded for jobs.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = ShamanCommand.CollectGarbage.class,
        mixinStandardHelpOptions = true)
final class ShamanCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** {@code ./tablao shaman gc}. */
    @Command(
            name = "gc",
            description = {
                "Removes uploaded files that no job uses and nobody has asked for lately.",
                "The farm does so by itself, once a day."
            },
            mixinStandardHelpOptions = true)
    static final class CollectGarbage implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private FarmOption farm;

        @Option(names = "--dry-run", description = "Only tells how much would be removed.")
        private boolean dryRun;

        @Override
        public Integer call() {
            JsonNode swept = farm.client()
                    .post(
                            "/api/farm/v1/shaman/gc",
                            FarmClient.JSON.createObjectNode().put("dry_run", dryRun));
            spec.commandLine()
                    .getOut()
                    .printf(
                            "%s %d files, %.1f MB; %d stay.%n",
                            dryRun ? "Would remove" : "Removed",
                            swept.path("files").asLong(),
                            swept.path("bytes").asLong() / 1e6,
                            swept.path("kept").asLong());
            return 0;
        }
    }
}
