// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.settings;

import io.smallrye.mutiny.Uni;
import io.tablao.api.CallerContext;
import io.tablao.api.Decisions;
import io.tablao.bus.FarmConfig;
import io.tablao.bus.MessageCodec;
import io.tablao.event.FarmCommand;
import io.tablao.event.FarmEvent;
import io.tablao.model.FarmSettings;
import io.tablao.model.FarmSetup;
import io.tablao.readmodel.FarmSettingsQueries;
import io.tablao.readmodel.FarmSettingsRow;
import io.tablao.storage.ConfiguredFarm;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/** Knows what is set for the farm, and has it changed. */
@ApplicationScoped
public class FarmSettingsDesk {

    private static final Logger LOG = Logger.getLogger(FarmSettingsDesk.class);

    /** @param revision goes up with each change; 0: nobody has set anything */
    public record Current(long revision, FarmSettings settings) {}

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Current NOTHING_SET = new Current(0, FarmSettings.NONE);

    private final FarmSettingsQueries queries;
    private final Decisions decisions;
    private final ConfiguredFarm configured;
    private final FarmConfig farm;
    private volatile Current last = NOTHING_SET;

    @Inject
    FarmSettingsDesk(FarmSettingsQueries queries, Decisions decisions, ConfiguredFarm configured, FarmConfig farm) {
        this.queries = queries;
        this.decisions = decisions;
        this.configured = configured;
        this.farm = farm;
    }

    /** What is set now; fails while PostgreSQL is away. */
    public Uni<Current> current() {
        return queries.current().map(FarmSettingsDesk::read).invoke(read -> last = read);
    }

    /**
     * The farm as submitters and workers have to know it now. While PostgreSQL is away, as it was last seen, since jobs are
     * taken then too; to a process that has never seen it, as the configuration has it.
     */
    public Uni<FarmSetup> setup() {
        return lastKnown().map(this::setup);
    }

    Uni<Current> lastKnown() {
        return CallerContext.keep(current().ifNoItem().after(PATIENCE).fail())
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debugf(failure, "What is set for the farm cannot be read now");
                    return last;
                });
    }

    FarmSetup setup(Current current) {
        return configured.setup(farm.name()).with(current.settings());
    }

    /** Whether nobody has chosen yet where jobs' files are to be. */
    boolean isFirstRun(Current current) {
        return current.settings().sharedStorage() == null && !configured.hasChosenStorage();
    }

    /** What the farm's central processes run on. */
    String platform() {
        return configured.setup(farm.name()).platform();
    }

    /** Sets all of it anew, whatever it was. */
    Uni<Void> replace(FarmSettings settings) {
        return decisions.carryOut(new FarmCommand.ChangeSettings(settings, null));
    }

    /** Changes what is set now; fails with a 422 when somebody else has changed it in the same moment. */
    public Uni<Void> change(UnaryOperator<FarmSettings> change) {
        return current()
                .chain(current -> decisions.carryOut(
                        new FarmCommand.ChangeSettings(change.apply(current.settings()), current.revision())));
    }

    private static Current read(Optional<FarmSettingsRow> row) {
        return row.map(found -> MessageCodec.decode(
                                found.event.getBytes(StandardCharsets.UTF_8), FarmEvent.SettingsChanged.class)
                        .body())
                .map(event -> new Current(event.revision(), event.settings()))
                .orElse(NOTHING_SET);
    }
}
