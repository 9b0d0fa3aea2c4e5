// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

/**
 * A named group of workers; a job that carries a tag is run by those workers alone.
 *
 * @param id a UUID as text, as queues and jobs name it
 */
public record WorkerTag(String id, String name, String description) {

    public static final int LONGEST_NAME = 100;
    public static final int LONGEST_DESCRIPTION = 2_000;

    public WorkerTag {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A tag needs a name");
        }
        if (name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("A tag's name has at most " + LONGEST_NAME + " characters");
        }
        if (description.length() > LONGEST_DESCRIPTION) {
            throw new IllegalArgumentException(
                    "A tag's description has at most " + LONGEST_DESCRIPTION + " characters");
        }
    }
}
