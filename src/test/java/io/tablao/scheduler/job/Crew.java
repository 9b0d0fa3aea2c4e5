// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.model.Roster;
import io.tablao.model.SessionId;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.model.WorkerStatus;
import java.util.Set;
import java.util.UUID;

/** The workers of the tests, each in its present session. */
enum Crew {
    ANNA,
    BERT,
    CARL,
    DORA;

    /** A tag that Anna and Bert carry. */
    static final String FAST = "fast";

    private static final Set<String> TYPES = Set.of("blender", "ffmpeg", "misc");

    WorkerId id() {
        return new WorkerId(new UUID(0x3a, number()));
    }

    SessionId session() {
        return new SessionId(new UUID(0x5e, number()));
    }

    private long number() {
        return name().charAt(0);
    }

    Roster.Member awake() {
        return member(WorkerStatus.AWAKE, TYPES);
    }

    Roster.Member offline() {
        return member(WorkerStatus.OFFLINE, TYPES);
    }

    Roster.Member accepting(String type) {
        return member(WorkerStatus.AWAKE, Set.of(type));
    }

    private Roster.Member member(WorkerStatus status, Set<String> types) {
        Set<String> tags = this == ANNA || this == BERT ? Set.of(FAST) : Set.of();
        return new Roster.Member(
                id(), session(), status, new WorkerProfile(name(), "linux", "test", types, tags, false));
    }
}
