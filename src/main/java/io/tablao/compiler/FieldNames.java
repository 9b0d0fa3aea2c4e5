// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds names in a {@code JOB_TYPE} that mean nothing there, and which ones were probably meant. */
final class FieldNames {

    private static final Set<String> OF_JOB_TYPE = Set.of("label", "description", "settings");
    private static final Set<String> OF_SETTING = Set.of(
            "key",
            "type",
            "subtype",
            "choices",
            "propargs",
            "description",
            "label",
            "default",
            "eval",
            "evalInfo",
            "visible",
            "required",
            "editable");
    private static final Set<String> OF_EVAL_INFO = Set.of("showLinkButton", "description");

    private FieldNames() {}

    /** A sentence for each unknown name. */
    static List<String> unknown(JsonNode jobType) {
        List<String> sentences = new ArrayList<>();
        check(jobType, OF_JOB_TYPE, "JOB_TYPE", sentences);
        for (JsonNode setting : jobType.path("settings")) {
            String where = "Setting \"" + setting.path("key").asText("?") + "\"";
            check(setting, OF_SETTING, where, sentences);
            check(setting.path("evalInfo"), OF_EVAL_INFO, where + ", evalInfo", sentences);
        }
        return sentences;
    }

    private static void check(JsonNode object, Set<String> known, String where, List<String> sentences) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                String nearest = nearest(name, known);
                sentences.add(where + ": there is no field \"" + name + "\""
                        + (nearest.isEmpty()
                                ? "; there are " + String.join(", ", new TreeSet<>(known))
                                : "; did you mean \"" + nearest + "\"?"));
            }
        });
    }

    /** @return empty when none is near */
    private static String nearest(String name, Set<String> known) {
        String nearest = "";
        int least = Math.max(2, name.length() / 3) + 1;
        for (String each : new TreeSet<>(known)) {
            int distance = distance(
                    name.toLowerCase(java.util.Locale.ROOT).replace("_", ""), each.toLowerCase(java.util.Locale.ROOT));
            if (distance < least) {
                least = distance;
                nearest = each;
            }
        }
        return nearest;
    }

    /** Levenshtein's: how many characters have to be added, taken away or changed. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int i = 0; i <= to.length(); i++) {
            row[i] = i;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
