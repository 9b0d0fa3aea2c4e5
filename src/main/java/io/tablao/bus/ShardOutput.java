// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import io.tablao.event.Answer;
import io.tablao.event.Command;
import io.tablao.event.Dispatch;
import io.tablao.event.Envelope;
import io.tablao.event.Event;
import io.tablao.event.Notice;
import io.tablao.event.Refusal;
import io.tablao.event.State;
import io.tablao.event.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** All that one transaction of a shard loop writes, in order. */
public final class ShardOutput {

    /** An answer that still lacks the offset of the event it speaks of, by its index into the events; -1: of none. */
    record Reply(String to, UUID command, @Nullable Refusal refusal, int event) {

        Answer answer(@Nullable Integer partition, @Nullable Long offset) {
            return refusal == null
                    ? new Answer.Accepted(to, command, partition, offset)
                    : new Answer.Rejected(to, command, refusal);
        }
    }

    private final List<ProducerRecord<String, byte[]>> events = new ArrayList<>();
    private final List<ProducerRecord<String, byte[]>> others = new ArrayList<>();
    private final List<Reply> replies = new ArrayList<>();

    public void event(int shard, Envelope<? extends Event> event) {
        events.add(new ProducerRecord<>(Topics.EVENTS, shard, event.body().key(), MessageCodec.encode(event)));
    }

    public void state(int shard, Envelope<? extends State> state) {
        others.add(new ProducerRecord<>(Topics.STATE, shard, state.body().key(), MessageCodec.encode(state)));
    }

    /** The part with that {@link State#key} is over. */
    public void tombstone(int shard, String key) {
        others.add(new ProducerRecord<>(Topics.STATE, shard, key, null));
    }

    /** A command for a shard of another process, or for one of ours that is to come behind what lies in its log already. */
    public void command(int shard, Envelope<? extends Command> command) {
        others.add(new ProducerRecord<>(Topics.COMMANDS, shard, command.body().key(), MessageCodec.encode(command)));
    }

    public void dispatch(Envelope<Dispatch> dispatch) {
        // Without a key's partition: members take records one by one, so an even spread is what counts.
        others.add(new ProducerRecord<>(
                Topics.tasks(dispatch.body().queue()), null, dispatch.body().key(), MessageCodec.encode(dispatch)));
    }

    public void notice(Envelope<? extends Notice> notice) {
        others.add(new ProducerRecord<>(Topics.INBOX, null, notice.body().key(), MessageCodec.encode(notice)));
    }

    /** To a worker's call, which no event need be waited for. */
    public void answer(Envelope<? extends Answer> answer) {
        others.add(new ProducerRecord<>(Topics.ANSWERS, null, answer.body().key(), MessageCodec.encode(answer)));
    }

    /** The command was carried out; whoever waits for it may look for its last event, when there is one. */
    public void accepted(String to, UUID command, boolean anyEvent) {
        replies.add(new Reply(to, command, null, anyEvent ? events.size() - 1 : -1));
    }

    public void rejected(String to, UUID command, Refusal refusal) {
        replies.add(new Reply(to, command, refusal, -1));
    }

    /** A command that nobody could decide, kept for people to look at. */
    public void dead(String key, byte[] command) {
        others.add(new ProducerRecord<>(Topics.DEAD_COMMANDS, null, key, command));
    }

    /** Takes back everything that came after the output had that size: a command failed half-way. */
    public void truncate(Mark mark) {
        events.subList(mark.events, events.size()).clear();
        others.subList(mark.others, others.size()).clear();
        replies.subList(mark.replies, replies.size()).clear();
    }

    public Mark mark() {
        return new Mark(events.size(), others.size(), replies.size());
    }

    /** How far the output had come. */
    public record Mark(int events, int others, int replies) {}

    public boolean isEmpty() {
        return events.isEmpty() && others.isEmpty() && replies.isEmpty();
    }

    List<ProducerRecord<String, byte[]>> events() {
        return events;
    }

    List<ProducerRecord<String, byte[]>> others() {
        return others;
    }

    List<Reply> replies() {
        return replies;
    }
}
