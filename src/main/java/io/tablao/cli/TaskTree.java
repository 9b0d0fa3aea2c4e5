// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tasks of a compiled job as a tree: below each task stand those that it waits for. What is alike is counted, unless the
 * whole tree is wanted.
 */
final class TaskTree {

    private static final int MOST_ALIKE = 3;
    private static final int MOST_LINES = 60;
    private static final int MOST_LINES_OF_LOG = 20;

    private final Terminal terminal;
    private final boolean whole;
    private JsonNode tasks = FarmClient.JSON.createArrayNode();
    private BitSet shown = new BitSet();
    private int lines;

    TaskTree(Terminal terminal, boolean whole) {
        this.terminal = terminal;
        this.whole = whole;
    }

    /** @param compiled as {@code POST /api/farm/v1/compile} answers it */
    void print(JsonNode compiled) {
        tasks = compiled.path("tasks");
        shown = new BitSet();
        lines = 0;
        summary(compiled);
        if (!tasks.isEmpty()) {
            terminal.line("");
            tree(roots(), "");
        }
        log(compiled.path("log"));
    }

    private void summary(JsonNode compiled) {
        Map<String, Integer> types = new TreeMap<>();
        tasks.forEach(task -> types.merge(task.path("type").asText(), 1, Integer::sum));
        StringBuilder counts = new StringBuilder();
        types.forEach((type, count) -> counts.append(counts.isEmpty() ? ": " : ", ")
                .append(count)
                .append(' ')
                .append(type));
        terminal.line(tasks.size() + (tasks.size() == 1 ? " task" : " tasks") + counts + ", compiled in "
                + Math.round(compiled.path("duration_ms").asDouble()) + " ms");
        List<String> chain = longestChain();
        if (chain.size() > 1) {
            terminal.line("Longest chain, " + chain.size() + " tasks: " + shortened(chain));
        }
    }

    private static String shortened(List<String> chain) {
        return chain.size() <= 6
                ? String.join(" → ", chain)
                : String.join(" → ", chain.subList(0, 3)) + " → … → "
                        + String.join(" → ", chain.subList(chain.size() - 2, chain.size()));
    }

    /** Nobody waits for these. */
    private List<Integer> roots() {
        var waitedFor = new BitSet();
        tasks.forEach(task -> task.path("dependencies").forEach(each -> waitedFor.set(each.asInt())));
        List<Integer> roots = new ArrayList<>();
        for (int index = 0; index < tasks.size(); index++) {
            if (!waitedFor.get(index)) {
                roots.add(index);
            }
        }
        return roots;
    }

    private void tree(List<Integer> level, String indent) {
        int alike = 0;
        String former = "";
        for (int index : level) {
            JsonNode task = tasks.path(index);
            String kind = task.path("type").asText() + task.path("dependencies");
            alike = kind.equals(former) ? alike + 1 : 1;
            former = kind;
            if (!whole && alike > MOST_ALIKE) {
                continue;
            }
            if (!whole && lines >= MOST_LINES) {
                line(indent + "… see --tree for the rest", true);
                return;
            }
            boolean again = shown.get(index);
            shown.set(index);
            line(
                    indent + task.path("name").asText() + "  "
                            + task.path("type").asText() + "  " + commands(task)
                            + (again && !task.path("dependencies").isEmpty() ? "  (as above)" : ""),
                    false);
            if (!again) {
                List<Integer> below = new ArrayList<>();
                task.path("dependencies").forEach(each -> below.add(each.asInt()));
                tree(below, indent + "  ");
            }
        }
        int hidden = whole ? 0 : hidden(level);
        if (hidden > 0) {
            line(indent + "… and " + hidden + " more like these", false);
        }
    }

    private int hidden(List<Integer> level) {
        int hidden = 0;
        int alike = 0;
        String former = "";
        for (int index : level) {
            String kind =
                    tasks.path(index).path("type").asText() + tasks.path(index).path("dependencies");
            alike = kind.equals(former) ? alike + 1 : 1;
            former = kind;
            if (alike > MOST_ALIKE) {
                hidden++;
            }
        }
        return hidden;
    }

    private void line(String text, boolean last) {
        if (last && lines > MOST_LINES) {
            return;
        }
        lines++;
        terminal.line(text);
    }

    private static String commands(JsonNode task) {
        List<String> names = new ArrayList<>();
        task.path("commands").forEach(command -> names.add(command.path("name").asText()));
        return names.toString();
    }

    /** Names, first to last. Dependencies may point forwards, so the tasks are taken as they become free. */
    private List<String> longestChain() {
        int count = tasks.size();
        int[] waiting = new int[count];
        int[] length = new int[count];
        int[] before = new int[count];
        List<List<Integer>> dependents = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            dependents.add(new ArrayList<>(0));
        }
        for (int index = 0; index < count; index++) {
            waiting[index] = tasks.path(index).path("dependencies").size();
            for (JsonNode each : tasks.path(index).path("dependencies")) {
                dependents.get(each.asInt()).add(index);
            }
            before[index] = -1;
        }
        List<Integer> free = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            if (waiting[index] == 0) {
                free.add(index);
            }
        }
        int last = -1;
        for (int at = 0; at < free.size(); at++) {
            int task = free.get(at);
            if (last < 0 || length[task] > length[last]) {
                last = task;
            }
            for (int dependent : dependents.get(task)) {
                if (length[task] + 1 > length[dependent]) {
                    length[dependent] = length[task] + 1;
                    before[dependent] = task;
                }
                if (--waiting[dependent] == 0) {
                    free.add(dependent);
                }
            }
        }
        List<String> chain = new ArrayList<>();
        for (int task = last; task >= 0; task = before[task]) {
            chain.addFirst(tasks.path(task).path("name").asText());
        }
        return chain;
    }

    private void log(JsonNode log) {
        if (log.isEmpty()) {
            return;
        }
        terminal.line("");
        terminal.line("Printed:");
        int number = 0;
        for (JsonNode line : log) {
            if (!whole && number++ == MOST_LINES_OF_LOG) {
                terminal.line("  … and " + (log.size() - MOST_LINES_OF_LOG) + " lines more");
                break;
            }
            terminal.line("  " + line.asText());
        }
    }
}
