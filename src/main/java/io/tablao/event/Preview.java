// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.PreviewSize;
import io.tablao.model.TaskKey;
import java.time.Instant;
import java.util.Map;

/**
 * What a task has rendered last, for people to look at: JPEGs in Base64. Nothing depends on it: one that is lost is followed
 * by the next, and a second delivery shows the same again.
 *
 * @param produced when the output was there
 */
public record Preview(TaskKey task, Instant produced, String large, String small, String tiny) implements Message {

    /** Of the images together: with the envelope, they must fit into a record of 1 MB. */
    public static final int MOST_CHARACTERS = 900_000;

    public Preview {
        if (large.length() + small.length() + tiny.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("A preview must fit into a record");
        }
    }

    /** @param images one of each size */
    public static Preview of(TaskKey task, Instant produced, Map<PreviewSize, String> images) {
        return new Preview(
                task,
                produced,
                images.getOrDefault(PreviewSize.LARGE, ""),
                images.getOrDefault(PreviewSize.SMALL, ""),
                images.getOrDefault(PreviewSize.TINY, ""));
    }

    @Override
    public String key() {
        return task.job().toString();
    }
}
