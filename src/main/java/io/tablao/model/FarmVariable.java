// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.util.List;
import java.util.Optional;

/**
 * A variable of the farm, with its values for those who need different ones.
 *
 * @param twoWay whether it names a folder: then paths in that folder are kept by its name, so that each platform finds them
 */
public record FarmVariable(boolean twoWay, List<Value> values) {

    public static final String ALL_PLATFORMS = "all";

    /** @param platform {@code linux}, {@code windows}, {@code darwin}, another of that kind, or {@code all} */
    public record Value(String platform, Audience audience, String value) {

        boolean isFor(Audience whom, String where) {
            return (audience == Audience.ALL || audience == whom)
                    && (platform.equals(ALL_PLATFORMS) || platform.equals(where));
        }

        /** A value for the platform goes before one for the audience alone, and that before one for all. */
        private int closeness() {
            return (platform.equals(ALL_PLATFORMS) ? 0 : 2) + (audience == Audience.ALL ? 0 : 1);
        }
    }

    public FarmVariable {
        values = List.copyOf(values);
    }

    /** The same for everybody. */
    public static FarmVariable ofAll(String value) {
        return new FarmVariable(false, List.of(new Value(ALL_PLATFORMS, Audience.ALL, value)));
    }

    /** The closest value; among equally close ones the last. */
    public Optional<String> value(Audience audience, String platform) {
        Value closest = null;
        for (Value value : values) {
            if (value.isFor(audience, platform) && (closest == null || value.closeness() >= closest.closeness())) {
                closest = value;
            }
        }
        return Optional.ofNullable(closest).map(Value::value);
    }
}
