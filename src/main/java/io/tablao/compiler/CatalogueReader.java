// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Asks each script for its job type, once for each state of the script; those that have none are left out. One that a limit
 * stopped is asked again, ever more rarely: it may have been the machine that was short of time or memory.
 */
final class CatalogueReader {

    private static final Logger LOG = Logger.getLogger(CatalogueReader.class);

    /** Whoever asks for the job types gets all of each. */
    private static final int MOST_CHARACTERS = 256 << 10;

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final Sandbox sandbox;
    private Map<Script, CompletableFuture<Reading>> asked = Map.of();
    private Map<String, Catalogue.Entry> usable = Map.of();
    private List<ScriptProblem> told = List.of();
    private boolean open;
    private boolean stopped;
    private Duration pause = FIRST_PAUSE;
    private long pauseBegun;

    CatalogueReader(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** What a script says of itself. */
    sealed interface Reading {}

    record Understood(JobType type) implements Reading {}

    /** @param again whether another time may bring something else */
    record Broken(ScriptProblem problem, boolean again) implements Reading {}

    /** Asks one script, whatever is known already. */
    CompletableFuture<Reading> read(Script script, Purpose purpose) {
        return sandbox.describe(script, purpose).thenApply(result -> understand(script, result));
    }

    /** Whether some scripts have not answered yet, or are to be asked again, and reading again may bring more. */
    boolean isOpen() {
        return open || isPauseOver();
    }

    private boolean isPauseOver() {
        return stopped && System.nanoTime() - pauseBegun > pause.toNanos();
    }

    /**
     * The job types of the scripts. One that takes long to say its own does not hold up the others: it stays as it was until it
     * has answered.
     *
     * @param patience how long to wait for answers
     */
    Catalogue read(ScriptShelf.Contents contents, Duration patience) throws InterruptedException {
        boolean changed = ask(contents.scripts());
        await(patience);
        var entries = new TreeMap<String, Catalogue.Entry>();
        Map<String, Catalogue.Entry> byFile = new HashMap<>();
        List<ScriptProblem> problems = new ArrayList<>(contents.problems());
        asked.forEach((script, answer) -> {
            Catalogue.Entry entry = null;
            if (!answer.isDone()) {
                entry = usable.get(script.file());
                if (entry == null) {
                    problems.add(ScriptProblem.of(script.file(), "The script has not said its JOB_TYPE yet"));
                }
            } else {
                switch (answer.join()) {
                    case Broken broken -> problems.add(broken.problem());
                    case Understood understood -> entry = new Catalogue.Entry(understood.type(), script);
                }
            }
            if (entry != null) {
                byFile.put(script.file(), entry);
                var other = entries.putIfAbsent(script.jobType(), entry);
                if (other != null) {
                    problems.add(ScriptProblem.of(
                            script.file(),
                            "Its job type \"" + script.jobType() + "\" is that of "
                                    + other.script().file() + " already"));
                }
            }
        });
        usable = byFile;
        open = asked.values().stream().anyMatch(answer -> !answer.isDone());
        boolean stoppedBefore = stopped;
        stopped = asked.values().stream().anyMatch(CatalogueReader::mayEndBetter);
        if (stopped && !stoppedBefore) {
            pauseBegun = System.nanoTime();
        }
        tell(entries.size(), problems, changed);
        return new Catalogue(entries, problems);
    }

    /** @return whether the scripts are others than before */
    private boolean ask(List<Script> scripts) {
        boolean again = isPauseOver();
        Map<Script, CompletableFuture<Reading>> now = new LinkedHashMap<>();
        for (Script script : scripts) {
            CompletableFuture<Reading> before = asked.get(script);
            boolean known = before != null && !(again && mayEndBetter(before));
            now.put(script, known ? before : read(script, Purpose.CATALOGUE));
        }
        boolean changed = !now.keySet().equals(asked.keySet());
        if (changed) {
            pause = FIRST_PAUSE;
        } else if (again) {
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
        if (again) {
            stopped = false;
        }
        asked = now;
        return changed;
    }

    private static boolean mayEndBetter(CompletableFuture<Reading> answer) {
        return answer.isDone() && answer.join() instanceof Broken broken && broken.again();
    }

    private void await(Duration patience) throws InterruptedException {
        try {
            CompletableFuture.allOf(asked.values().toArray(CompletableFuture<?>[]::new))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.debugf("Some scripts take longer than %s to say their job types", patience);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Reading understand(Script script, SandboxResult result) {
        return switch (result) {
            case SandboxResult.Stopped stopped -> new Broken(stopped.problem(), stopped.again());
            case SandboxResult.Returned returned -> {
                if (returned.json().length() > MOST_CHARACTERS) {
                    yield new Broken(
                            ScriptProblem.of(
                                    script.file(), "JOB_TYPE is larger than " + (MOST_CHARACTERS >> 10) + " KB"),
                            false);
                }
                try {
                    yield new Understood(JobTypeReader.read(script.jobType(), returned.json()));
                } catch (JobTypeReader.Unfit e) {
                    yield new Broken(ScriptProblem.of(script.file(), String.valueOf(e.getMessage())), false);
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
