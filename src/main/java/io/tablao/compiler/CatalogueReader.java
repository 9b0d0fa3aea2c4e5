// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/** Asks each script for its job type, once for each state of the script; those that have none are left out. */
final class CatalogueReader {

    private static final Logger LOG = Logger.getLogger(CatalogueReader.class);

    private final Sandbox sandbox;
    private Map<Script, Reading> known = Map.of();
    private List<ScriptProblem> told = List.of();

    CatalogueReader(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** What a script says of itself. */
    sealed interface Reading {}

    record Understood(JobType type) implements Reading {}

    record Broken(ScriptProblem problem) implements Reading {}

    /** Asks one script, whatever is known already. */
    CompletableFuture<Reading> read(Script script) {
        return sandbox.describe(script).thenApply(result -> understand(script, result));
    }

    Catalogue read(ScriptShelf.Contents contents) {
        Map<Script, Reading> readings = readings(contents.scripts());
        var entries = new TreeMap<String, Catalogue.Entry>();
        List<ScriptProblem> problems = new ArrayList<>(contents.problems());
        readings.forEach((script, reading) -> {
            switch (reading) {
                case Broken broken -> problems.add(broken.problem());
                case Understood understood -> {
                    var entry = new Catalogue.Entry(understood.type(), script);
                    var other = entries.putIfAbsent(script.jobType(), entry);
                    if (other != null) {
                        problems.add(ScriptProblem.of(
                                script.file(),
                                "Its job type \"" + script.jobType() + "\" is that of "
                                        + other.script().file() + " already"));
                    }
                }
            }
        });
        tell(entries.size(), problems, !readings.keySet().equals(known.keySet()));
        known = readings;
        return new Catalogue(entries, problems);
    }

    private Map<Script, Reading> readings(List<Script> scripts) {
        Map<Script, CompletableFuture<Reading>> asked = new LinkedHashMap<>();
        for (Script script : scripts) {
            Reading former = known.get(script);
            asked.put(script, former != null ? CompletableFuture.completedFuture(former) : read(script));
        }
        Map<Script, Reading> readings = new LinkedHashMap<>();
        asked.forEach((script, reading) -> readings.put(script, reading.join()));
        return readings;
    }

    private static Reading understand(Script script, SandboxResult result) {
        return switch (result) {
            case SandboxResult.Stopped stopped -> new Broken(stopped.problem());
            case SandboxResult.Returned returned -> {
                try {
                    yield new Understood(JobTypeReader.read(script.jobType(), returned.json()));
                } catch (JobTypeReader.Unfit e) {
                    yield new Broken(ScriptProblem.of(script.file(), String.valueOf(e.getMessage())));
                }
            }
        };
    }

    private void tell(int usable, List<ScriptProblem> problems, boolean changed) {
        problems.stream()
                .filter(problem -> !told.contains(problem))
                .forEach(problem -> LOG.warnf(
                        "Script left out, jobs of its type are refused until it is mended: %s", problem.sentence()));
        told = List.copyOf(problems);
        if (changed) {
            LOG.infof("%d job types can be submitted", usable);
        }
    }
}
