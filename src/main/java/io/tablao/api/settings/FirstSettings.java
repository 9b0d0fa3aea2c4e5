// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.settings;

import io.quarkus.runtime.StartupEvent;
import io.tablao.api.ApiProblem;
import io.tablao.api.CommandGateway;
import io.tablao.bus.FarmConfig;
import io.tablao.bus.Role;
import io.tablao.bus.Roles;
import io.tablao.event.Answer;
import io.tablao.event.FarmCommand;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes a configuration file over into a farm for which nobody has set anything yet. Started with it again, or in several
 * processes, the farm keeps what it has.
 */
@ApplicationScoped
class FirstSettings {

    private static final Logger LOG = Logger.getLogger(FirstSettings.class);
    private static final Duration WAIT = Duration.ofMinutes(1);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final FarmConfig farm;
    private final Roles roles;
    private final CommandGateway gateway;

    @Inject
    FirstSettings(FarmConfig farm, Roles roles, CommandGateway gateway) {
        this.farm = farm;
        this.roles = roles;
        this.gateway = gateway;
    }

    /** A file that cannot be read, or says what cannot be, keeps the process from starting. */
    void onStart(@Observes StartupEvent event) {
        Optional<Path> file = farm.settingsFile().map(Path::of);
        if (file.isEmpty() || !roles.has(Role.API)) {
            return;
        }
        SettingsReader.Read read = read(file.get());
        read.remarks().forEach(remark -> LOG.warnf("%s: %s", file.get(), remark));
        // Asking again is harmless: what is set already is not overwritten.
        gateway.ask(new FarmCommand.ChangeSettings(read.settings(), 0L), WAIT)
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .subscribe()
                .with(
                        answer -> tell(file.get(), answer.orElse(null)),
                        failure -> LOG.errorf(failure, "%s was not taken over", file.get()));
    }

    /**
     * The folder for jobs' files that the file names, for the processes that are started with it.
     *
     * @throws IllegalArgumentException when it cannot be read, or used
     */
    static Optional<String> sharedStorage(Path file) {
        return Optional.ofNullable(read(file).settings().sharedStorage());
    }

    private static SettingsReader.Read read(Path file) {
        try {
            return SettingsReader.read(SettingsFile.ofYaml(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new IllegalArgumentException("The configuration " + file + " cannot be read: " + e, e);
        } catch (ApiProblem problem) {
            throw new IllegalArgumentException(
                    "The configuration " + file + " cannot be used: " + problem.sentence(), problem);
        }
    }

    private static void tell(Path file, @Nullable Answer answer) {
        switch (answer) {
            case Answer.Accepted accepted -> LOG.infof("The farm is set as %s says", file);
            case Answer.Rejected rejected ->
                LOG.infof("The farm is set already, so %s is not taken over; ./tablao config import does it", file);
            case Answer.ToCall call -> throw new IllegalStateException("No answer to settings: " + call);
            case null -> LOG.warnf("The scheduler has not decided yet on %s; it will", file);
        }
    }
}
