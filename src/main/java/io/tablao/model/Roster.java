// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a shard has been told of the farm's workers. Jobs and queues decide on it, since they never look into another
 * entity; the worker entity is the one who tells. An immutable value: sign-ons are rare.
 */
public record Roster(Map<WorkerId, Member> members) {

    public static final Roster EMPTY = new Roster(Map.of());

    /** How a worker hears of work. */
    public enum Link {
        /** It listens to the topics of tasks, and to its inbox. */
        KAFKA,
        /** It asks over HTTP; its entity listens for it. */
        HTTP
    }

    /** One worker as the roster knows it. */
    public record Member(WorkerId worker, SessionId session, WorkerStatus status, WorkerProfile profile, Link link) {

        // Absent from what was written when there was no other.
        public Member {
            link = link == null ? Link.KAFKA : link;
        }

        /** One that listens to Kafka. */
        public Member(WorkerId worker, SessionId session, WorkerStatus status, WorkerProfile profile) {
            this(worker, session, status, profile, Link.KAFKA);
        }

        public boolean asks() {
            return link == Link.HTTP;
        }

        public boolean awake() {
            return status == WorkerStatus.AWAKE;
        }
    }

    public Roster {
        members = Map.copyOf(members);
    }

    public Roster with(Member member) {
        var changed = new HashMap<>(members);
        changed.put(member.worker(), member);
        return new Roster(changed);
    }

    public Roster without(WorkerId worker) {
        var changed = new HashMap<>(members);
        changed.remove(worker);
        return new Roster(changed);
    }

    public Optional<Member> find(WorkerId worker) {
        return Optional.ofNullable(members.get(worker));
    }

    /** Whether the worker is one that asks for work over HTTP. */
    public boolean asks(WorkerId worker) {
        var member = members.get(worker);
        return member != null && member.asks();
    }

    /** Whether the worker is awake in just this session. */
    public boolean serves(WorkerId worker, SessionId session) {
        return find(worker)
                .filter(member -> member.awake() && member.session().equals(session))
                .isPresent();
    }

    /** Registered workers that accept what waits in the queue, offline and asleep ones too, by id. */
    public List<Member> accepting(QueueId queue) {
        SortedMap<WorkerId, Member> found = new TreeMap<>();
        members.forEach((id, member) -> {
            if (member.profile().accepts(queue)) {
                found.put(id, member);
            }
        });
        return List.copyOf(found.values());
    }

    /** How many tasks of the queue its awake workers can run at once: each worker runs one at a time. */
    public int slots(QueueId queue) {
        int slots = 0;
        for (var member : members.values()) {
            if (member.awake() && member.profile().accepts(queue)) {
                slots++;
            }
        }
        return slots;
    }
}
