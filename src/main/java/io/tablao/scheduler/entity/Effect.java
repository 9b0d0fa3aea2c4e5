// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.entity;

import io.tablao.event.Answer;
import io.tablao.event.Command;
import io.tablao.event.Notice;
import io.tablao.model.FarmSettings;
import io.tablao.model.WorkerId;
import java.time.Instant;

/** What a decision causes outside its entity. */
public sealed interface Effect {

    /** A command for an entity, perhaps this one; decided after this command, in the same transaction where it can be. */
    record Tell(Command command) implements Effect {}

    /** A command for an entity, decided after everything that its shard's log holds by then. */
    record TellLater(Command command) implements Effect {}

    /** The same command for every shard's roster, decided after everything that its log holds by then. */
    record TellEveryShard(io.tablao.model.Roster.Member member) implements Effect {}

    /** Every shard is to go by these settings of the farm, after everything that its log holds by then. */
    record AdoptInEveryShard(long revision, FarmSettings settings) implements Effect {}

    /** Every shard's roster is to forget the worker, after everything that its log holds by then. */
    record ForgetInEveryShard(WorkerId worker) implements Effect {}

    /** A record on a queue's topic. */
    record Dispatch(io.tablao.event.Dispatch dispatch) implements Effect {}

    /** A notice in a worker's inbox. */
    record Notify(Notice notice) implements Effect {}

    /** The answer to a worker's call, perhaps long after it was asked. */
    record Reply(Answer answer) implements Effect {}

    /** About the timer of that key. */
    sealed interface OfTimer extends Effect {
        String key();
    }

    /**
     * The command is to be decided at that time. A timer of the same key is replaced. Timers are not written down: a
     * recovering shard asks its entities for them.
     *
     * @param key names the timer, with its entity, for instance {@code worker:4a… unseen}
     */
    record SetTimer(String key, Instant at, Command command) implements OfTimer {}

    record ClearTimer(String key) implements OfTimer {}
}
