// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.entity;

import io.tablao.event.Event;
import io.tablao.event.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a decider makes of a command. */
public sealed interface Decision {

    /** Nothing changes, and nobody needs to know: a second delivery, or a report that has been overtaken. */
    Decision NOTHING = new Accepted(List.of(), List.of(), null);

    /**
     * It happens.
     *
     * @param events what happens, to be applied in this order
     * @param effects what others are told, once it has happened
     * @param answer a refusal for the person who waits, although the command was carried out: a failed compilation is one;
     *     null: all is well
     */
    record Accepted(
            List<Event> events,
            List<Effect> effects,
            @Nullable Refusal answer) implements Decision {
        public Accepted {
            events = List.copyOf(events);
            effects = List.copyOf(effects);
        }
    }

    /** It does not happen. The effects tell a worker so; a refused command changes no state. */
    record Rejected(Refusal refusal, List<Effect> effects) implements Decision {
        public Rejected {
            effects = List.copyOf(effects);
        }
    }

    static Decision rejected(Refusal.Kind kind, String message) {
        return new Rejected(new Refusal(kind, message), List.of());
    }

    /** Collects a decision's events and effects in order. */
    final class Builder {
        private final List<Event> events = new ArrayList<>();
        private final List<Effect> effects = new ArrayList<>();

        public Builder event(Event event) {
            events.add(event);
            return this;
        }

        public Builder effect(Effect effect) {
            effects.add(effect);
            return this;
        }

        public Decision accepted() {
            return events.isEmpty() && effects.isEmpty() ? NOTHING : new Accepted(events, effects, null);
        }

        public Decision answering(Refusal refusal) {
            return new Accepted(events, effects, refusal);
        }

        public Decision rejected(Refusal.Kind kind, String message) {
            if (!events.isEmpty()) {
                throw new IllegalStateException("A refused command has no events: " + events);
            }
            return new Rejected(new Refusal(kind, message), effects);
        }
    }
}
