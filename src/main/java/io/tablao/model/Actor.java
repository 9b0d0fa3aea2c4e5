// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.util.Locale;

/**
 * Who caused something.
 *
 * @param name of a person: from where they came, as far as it is known; of a worker: its id; of others: empty
 */
public record Actor(Kind kind, String name) {

    /** The kinds of those who cause things. */
    public enum Kind {
        /** Somebody who asked the api. */
        PERSON,
        WORKER,
        COMPILER,
        TIMER,
        /** The scheduler by itself, for instance when a queue has become ready. */
        SCHEDULER;

        private final String label = name().toLowerCase(Locale.ROOT);

        @Override
        public String toString() {
            return label;
        }
    }

    public static final Actor COMPILER = new Actor(Kind.COMPILER, "");
    public static final Actor TIMER = new Actor(Kind.TIMER, "");
    public static final Actor SCHEDULER = new Actor(Kind.SCHEDULER, "");

    private static final int LONGEST_NAME = 120;

    public Actor {
        name = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    /** @param from for instance an address and a program */
    public static Actor person(String from) {
        return new Actor(Kind.PERSON, from);
    }

    public static Actor worker(WorkerId worker) {
        return new Actor(Kind.WORKER, worker.toString());
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException when the text names no kind
     */
    public static Actor of(String text) {
        int colon = text.indexOf(':');
        String label = colon < 0 ? text : text.substring(0, colon);
        for (var kind : Kind.values()) {
            if (kind.label.equals(label)) {
                return new Actor(kind, colon < 0 ? "" : text.substring(colon + 1));
            }
        }
        throw new IllegalArgumentException("Not an actor: " + text);
    }

    /** The kind and, after a colon, the name if there is one. */
    @Override
    public String toString() {
        return name.isEmpty() ? kind.label : kind.label + ":" + name;
    }
}
