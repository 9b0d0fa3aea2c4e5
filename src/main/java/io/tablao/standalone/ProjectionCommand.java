// SPDX-License-Identifier: Apache-2.0
package io.tablao.standalone;

import io.tablao.bus.KafkaSettings;
import io.tablao.cli.CommandProblem;
import io.tablao.projector.Rebuild;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tablao projection}: what an operator does with the projection in PostgreSQL. */
@Command(
        name = "projection",
        description = "Looks after what the farm keeps in PostgreSQL.",
        subcommands = ProjectionCommand.RebuildCommand.class)
final class ProjectionCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /**
     * Goes to Kafka and PostgreSQL by itself: it is needed most when the farm's own processes cannot write the projection.
     */
    @Command(
            name = "rebuild",
            description = {
                "Makes the projection in PostgreSQL anew from Kafka, while the farm goes on.",
                "Jobs whose events Kafka does not hold any more are kept as they are. May be interrupted, and goes on"
                        + " where it was when it is called again."
            },
            sortOptions = false)
    static final class RebuildCommand implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Option(
                names = "--data",
                paramLabel = "FOLDER",
                defaultValue = "${env:TABLAO_DATA}",
                description = "The data folder of a farm that runs here (default: tablao in the user's data folder)."
                        + " TABLAO_DATA")
        private @Nullable Path data;

        @Option(
                names = "--kafka",
                paramLabel = "HOST:PORT",
                defaultValue = "${env:TABLAO_KAFKA}",
                description = "The farm's Kafka, if it is not the embedded one. TABLAO_KAFKA")
        private @Nullable String kafka;

        @Option(
                names = "--database",
                paramLabel = "URL",
                defaultValue = "${env:TABLAO_DATABASE}",
                description = "The farm's PostgreSQL, if it is not the embedded one. TABLAO_DATABASE")
        private @Nullable String database;

        @Override
        public Integer call() throws IOException {
            // What libraries have to say would stand in the midst of the progress.
            Logger.getLogger("").setLevel(Level.SEVERE);
            ServerAddresses servers = servers();
            var settings = KafkaSettings.of(servers.kafka());
            PrintWriter out = spec.commandLine().getOut();
            var address = servers.database();
            var where = new Rebuild.Database(
                    address.host(), address.port(), address.database(), address.user(), address.password());
            try (var rebuild = new Rebuild(settings, where, version())) {
                Rebuild.Result result = rebuild.run(new ProgressLines(out));
                out.printf(
                        Locale.ROOT,
                        "The projection is rebuilt: %,d events; %,d jobs whose events are gone were carried over.%n",
                        result.events(),
                        result.jobsCarriedOver());
                return 0;
            } catch (Rebuild.Refused e) {
                throw new CommandProblem(String.valueOf(e.getMessage()), e);
            } catch (Rebuild.Interrupted e) {
                // Kafka's own exception must not stand here: the other commands run without its classes.
                throw new CommandProblem(
                        "The rebuild was interrupted (" + e.getMessage()
                                + "). The projection is as it was; call the command again to go on.",
                        e);
            }
        }

        private ServerAddresses servers() throws IOException {
            if (kafka != null && database != null) {
                return new ServerAddresses(kafka, DatabaseAddress.parse(database));
            }
            if (kafka != null || database != null) {
                throw new ParameterException(spec.commandLine(), "Give both --kafka and --database, or neither.");
            }
            Path folder = data == null ? DataFolder.defaultLocation() : data;
            return ServerAddresses.of(folder)
                    .orElseThrow(() -> new CommandProblem("No farm with a database of its own runs on " + folder
                            + ": start it with ./tablao up, or give --kafka and --database."));
        }

        private static String version() throws IOException {
            try (InputStream file = RebuildCommand.class.getResourceAsStream("/tablao-version.txt")) {
                if (file == null) {
                    throw new IOException("tablao-version.txt is missing from the application: build it again");
                }
                return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
            }
        }
    }

    /** A line for each tenth of the way. */
    private static final class ProgressLines implements Rebuild.Progress {
        private final PrintWriter out;
        private long lastTenth = -1;

        ProgressLines(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void at(long done, long all) {
            long tenth = all == 0 ? 10 : 10 * done / all;
            if (tenth > lastTenth) {
                lastTenth = tenth;
                out.printf(Locale.ROOT, "%3d %% (%,d of about %,d events)%n", 10 * tenth, done, all);
                out.flush();
            }
        }
    }
}
