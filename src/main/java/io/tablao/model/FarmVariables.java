// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All variables of a farm.
 *
 * @param variables by name, without the braces
 */
public record FarmVariables(Map<String, FarmVariable> variables) {

    /** What every farm has. Flamenco: the same two, with the same values. */
    public static final FarmVariables DEFAULTS = new FarmVariables(Map.of(
            "blender",
            new FarmVariable(
                    false,
                    List.of(
                            new FarmVariable.Value(FarmVariable.ALL_PLATFORMS, Audience.ALL, "blender"),
                            new FarmVariable.Value("windows", Audience.ALL, "blender.exe"))),
            "blenderArgs",
            FarmVariable.ofAll("-b -y")));

    public FarmVariables {
        variables = Map.copyOf(variables);
    }

    /** These variables, with others added or put in their places. */
    public FarmVariables with(Map<String, FarmVariable> others) {
        var all = new HashMap<>(variables);
        all.putAll(others);
        return new FarmVariables(all);
    }

    /** What somebody on that platform sees; a variable without a value for them is none to them. */
    public SortedMap<String, String> values(Audience audience, String platform) {
        var values = new TreeMap<String, String>();
        variables.forEach(
                (name, variable) -> variable.value(audience, platform).ifPresent(value -> values.put(name, value)));
        return values;
    }

    /** Whether it names a folder that each platform finds elsewhere. */
    public boolean isTwoWay(String name) {
        FarmVariable variable = variables.get(name);
        return variable != null && variable.twoWay();
    }

    /**
     * The variables as a worker needs them.
     *
     * @param platform the worker's
     * @param own the platform of the farm itself: paths that still name a folder as the farm sees it are for the worker, too
     */
    public Variables forWorker(String platform, String own) {
        SortedMap<String, String> values = values(Audience.WORKERS, platform);
        Set<String> folders = new HashSet<>();
        Map<String, String> seenAs = new TreeMap<>();
        variables.forEach((name, variable) -> {
            if (variable.twoWay() && values.containsKey(name)) {
                folders.add(name);
                values.computeIfPresent(name, (same, value) -> CrossPath.separated(value, platform));
                variable.value(Audience.WORKERS, own)
                        .filter(value -> !value.isBlank() && !value.equals(values.get(name)))
                        .ifPresent(value -> seenAs.put(value, name));
            }
        });
        return new Variables(values, folders, seenAs, platform);
    }

    /**
     * A path as it is kept: one in the folder of a two-way variable begins with the variable's name instead. Anything else
     * stays as it is. The innermost folder counts.
     *
     * @param platform of who wrote the path
     */
    public String kept(String text, String platform) {
        return variables.entrySet().stream()
                .filter(variable -> variable.getValue().twoWay())
                .flatMap(variable -> variable.getValue().value(Audience.WORKERS, platform).stream()
                        .map(folder -> Map.entry(folder, variable.getKey())))
                .sorted(CrossPath.INNERMOST_FIRST)
                .flatMap(folder -> within(folder.getKey(), text, folder.getValue(), platform).stream())
                .findFirst()
                .orElse(text);
    }

    private static Optional<String> within(String folder, String text, String name, String platform) {
        boolean windows = platform.equals("windows") || CrossPath.looksLikeWindows(folder);
        return CrossPath.within(folder, text)
                .map(rest -> "{" + name + "}" + (windows ? rest.replace('\\', '/') : rest));
    }

    /** A path of the farm's own as somebody else sees it, by the two-way variable whose folder it is in, if any. */
    public String seenBy(Audience audience, String platform, String path, String own) {
        String kept = kept(path, own);
        if (kept.equals(path)) {
            return path;
        }
        int end = kept.indexOf('}');
        String name = kept.substring(1, end);
        return Optional.ofNullable(variables.get(name))
                .flatMap(variable -> variable.value(audience, platform))
                .map(folder -> CrossPath.separated(CrossPath.join(folder, kept.substring(end + 1)), platform))
                .orElse(path);
    }
}
