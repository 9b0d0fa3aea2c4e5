// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One setting of a job type. As JSON it is Flamenco's {@code AvailableJobSetting}.
 *
 * @param subtype what kind of path a string is, for instance {@code dir_path}
 * @param choices the only values that a string may have; null: any
 * @param propargs further arguments for the property that Blender's add-on makes of it, as they are
 * @param defaultValue of the setting's type; null: it has none
 * @param eval a Python expression for the value, evaluated by Blender's add-on
 * @param visible where people see it: {@code visible}, {@code hidden}, {@code submission} or {@code web}
 * @param required whether a submission without it is refused, unless it has a default
 * @param editable whether it may be changed after submission
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobSetting(
        String key,
        Type type,
        @Nullable String subtype,
        @Nullable List<String> choices,
        @Nullable JsonNode propargs,
        @Nullable String description,
        @Nullable String label,
        @JsonProperty("default") @Nullable JsonNode defaultValue,
        @Nullable String eval,
        @Nullable EvalInfo evalInfo,
        String visible,
        boolean required,
        boolean editable) {

    /** What values a setting holds. */
    public enum Type {
        STRING("a text"),
        INT32("a whole number between -2147483648 and 2147483647"),
        FLOAT("a number"),
        BOOL("true or false");

        private final String expectation;

        Type(String expectation) {
            this.expectation = expectation;
        }

        /** @return null when there is no such type */
        static @Nullable Type of(String label) {
            for (var type : values()) {
                if (type.toString().equals(label)) {
                    return type;
                }
            }
            return null;
        }

        boolean accepts(JsonNode value) {
            return switch (this) {
                case STRING -> value.isTextual();
                case INT32 ->
                    value.isNumber()
                            && value.doubleValue() == Math.rint(value.doubleValue())
                            && value.doubleValue() >= Integer.MIN_VALUE
                            && value.doubleValue() <= Integer.MAX_VALUE;
                case FLOAT -> value.isNumber() && Double.isFinite(value.doubleValue());
                case BOOL -> value.isBoolean();
            };
        }

        String expectation() {
            return expectation;
        }

        @Override
        @JsonValue
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What Blender's add-on shows beside a setting that it evaluates. */
    public record EvalInfo(boolean showLinkButton, String description) {}

    public JobSetting {
        choices = choices == null ? null : List.copyOf(choices);
    }
}
