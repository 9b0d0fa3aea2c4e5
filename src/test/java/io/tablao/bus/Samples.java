// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import io.tablao.model.JobStatus;
import io.tablao.model.JobSubmission;
import io.tablao.model.JsonText;
import io.tablao.model.SleepSchedule;
import io.tablao.model.WorkerTag;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Makes a value of any record of the wire contract, each field filled, the same each time. */
final class Samples {

    private Samples() {}

    static Object of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return List.of(of(arguments[0]));
            } else if (generic.getRawType() == Set.class) {
                return Set.of(of(arguments[0]));
            } else if (generic.getRawType() == Map.class) {
                return Map.of(of(arguments[0]), of(arguments[1]));
            }
        }
        if (type == String.class) {
            return "some text";
        } else if (type == int.class || type == Integer.class) {
            return 7;
        } else if (type == long.class || type == Long.class) {
            return 77L;
        } else if (type == boolean.class || type == Boolean.class) {
            return true;
        } else if (type == UUID.class) {
            return UUID.fromString("00000000-0000-4000-8000-000000000001");
        } else if (type == Instant.class) {
            return Instant.parse("2026-01-02T03:04:05Z");
        } else if (type == Duration.class) {
            return Duration.ofMillis(1_500);
        } else if (type == JsonText.class) {
            return new JsonText("{\"frames\":\"1-10\"}");
        } else if (type == JobSubmission.class) {
            return new JobSubmission(
                    "shot 10",
                    "simple-blender-render",
                    "etag",
                    70,
                    new JsonText("{\"frames\":\"1-10\"}"),
                    Map.of("project", "test"),
                    "linux",
                    new JsonText("{\"shaman_checkout_id\":\"1\"}"),
                    "00000000-0000-4000-8000-00000000007a",
                    JobStatus.PAUSED);
        } else if (type == WorkerTag.class) {
            return new WorkerTag("00000000-0000-4000-8000-00000000007a", "gpu", "Machines with a large card");
        } else if (type == SleepSchedule.class) {
            return new SleepSchedule(true, Set.of(DayOfWeek.MONDAY), LocalTime.of(22, 0), LocalTime.of(6, 30));
        } else if (type instanceof Class<?> known && known.isEnum()) {
            return known.getEnumConstants()[1];
        } else if (type instanceof Class<?> known && known.isRecord()) {
            return record(known);
        }
        throw new IllegalArgumentException("No sample for " + type);
    }

    private static Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            var constructor = type.getDeclaredConstructor(
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(
                    Stream.of(components).map(each -> of(each.getGenericType())).toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("No sample for " + type, e);
        }
    }
}
