// SPDX-License-Identifier: Apache-2.0
package io.tablao.standalone;

import io.tablao.bus.Role;
import io.tablao.bus.Roles;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tablao up}: a farm, or the stages of one that this process carries. */
@Command(
        name = "up",
        description = {
            "Starts a farm: all stages with their own Kafka and PostgreSQL, or those of --roles. Ctrl-C stops it."
        },
        sortOptions = false)
final class Up implements Callable<Integer> {
    private static final int DEFAULT_PORT = 8080;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "${env:TABLAO_PORT}",
            description =
                    "HTTP port; 0 takes a free one (default: 8080; 0 without the roles api and dashboard). TABLAO_PORT")
    private @Nullable Integer port;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            defaultValue = "${env:TABLAO_DATA}",
            description = "Where the farm keeps its data (default: tablao in the user's data folder). TABLAO_DATA")
    private @Nullable Path data;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "${env:TABLAO_WORKERS}",
            description = "Local workers, one task at a time each (default: the number of cores). TABLAO_WORKERS")
    private @Nullable Integer workers;

    @Option(
            names = "--roles",
            paramLabel = "ROLE",
            split = ",",
            defaultValue = "${env:TABLAO_ROLES:-" + Roles.ALL + "}",
            description = "The stages of this process (default: all): ${DEFAULT-VALUE}. TABLAO_ROLES")
    private List<String> roles;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:TABLAO_KAFKA}",
            description = "A Kafka (4.4 or newer) to use instead of the embedded one. TABLAO_KAFKA")
    private @Nullable String kafka;

    @Option(
            names = "--database",
            paramLabel = "URL",
            defaultValue = "${env:TABLAO_DATABASE}",
            description = "A PostgreSQL database to use instead of the embedded one:"
                    + " postgresql://user:password@host:5432/database. TABLAO_DATABASE")
    private @Nullable String database;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "${env:TABLAO_CONFIG}",
            description = "A configuration, such as flamenco-manager.yaml, for a farm for which nobody has set anything"
                    + " yet. TABLAO_CONFIG")
    private @Nullable Path config;

    @Override
    public Integer call() {
        Set<Role> chosen = chosenRoles();
        int workerCount = workers == null ? Runtime.getRuntime().availableProcessors() : workers;
        if (workerCount < 0) {
            throw new ParameterException(spec.commandLine(), "--workers must be 0 or more.");
        }
        return FarmProcess.run(new FarmPlan(
                chosen,
                port == null ? defaultPort(chosen) : port,
                data == null ? DataFolder.defaultLocation() : data,
                workerCount,
                kafka,
                database == null ? null : DatabaseAddress.parse(database),
                config));
    }

    private Set<Role> chosenRoles() {
        Set<Role> chosen = EnumSet.noneOf(Role.class);
        try {
            roles.forEach(role -> chosen.add(Role.of(role)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage() + ".", e);
        }
        return chosen;
    }

    /** Nobody looks for the pages of a worker, so that several processes of a machine need no ports of their own. */
    private static int defaultPort(Set<Role> roles) {
        return roles.contains(Role.API) || roles.contains(Role.DASHBOARD) ? DEFAULT_PORT : 0;
    }
}
