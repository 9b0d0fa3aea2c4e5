// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * All job types at one moment, with their scripts.
 *
 * @param entries by name
 * @param problems of the scripts that are left out
 */
record Catalogue(SortedMap<String, Entry> entries, List<ScriptProblem> problems) {

    record Entry(JobType type, Script script) {}

    Catalogue {
        problems = List.copyOf(problems);
    }

    List<JobType> all() {
        return entries.values().stream().map(Entry::type).toList();
    }

    Optional<Entry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /** For a submitter who asked for a job type that is not there. */
    String whyUnknown(String name) {
        return problems.stream()
                .filter(problem -> problem.script().equals(name.replace('-', '_') + Script.EXTENSION)
                        || problem.script().equals(name + Script.EXTENSION))
                .findFirst()
                .map(problem -> "The script of job type \"" + name + "\" cannot be used: " + problem.sentence())
                .orElseGet(() ->
                        "There is no job type \"" + name + "\"; there are: " + String.join(", ", entries.keySet()));
    }
}
