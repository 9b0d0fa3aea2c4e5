// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.queue;

import io.tablao.model.Roster;
import io.tablao.scheduler.entity.Rules;

/**
 * How many tasks may be out, that is on the topic or offered, and not started.
 *
 * <p>All of it is about workers that listen to the topic. One that speaks HTTP gets a task when it waits for one, and no sooner.
 *
 * <p>The bound: a task is dispatched or offered only while fewer are out than there are free slots (awake workers that accept
 * the queue, less those that run a task of it), plus three for each slot while tasks are short. So right after a dispatch
 * never more are out than free slots, or, with short tasks, than four for each slot. Slots that go away later do not call
 * back what is out; until it is taken nothing is added.
 *
 * <p>Short tasks go ahead of free slots since otherwise each slot would idle for the way of a report to the queue and of a
 * dispatch back; for long tasks that way does not matter, and an urgent job must find the next slot free.
 */
record Window(int slots, int running, int out, boolean ahead) {

    /** Tasks for each slot that are dispatched ahead of free slots. */
    static final int AHEAD = 3;

    static Window of(QueueState state, Roster roster, Rules rules) {
        return new Window(
                state.listeners(roster),
                state.listenersRuns(roster),
                state.listenersOut(roster),
                state.pace().under(rules.shortTask()));
    }

    int freeSlots() {
        return Math.max(0, slots - running);
    }

    int size() {
        return freeSlots() + (ahead ? AHEAD * slots : 0);
    }

    int room() {
        return Math.max(0, size() - out);
    }
}
