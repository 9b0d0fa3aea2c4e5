// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.farm;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.FarmCommand;
import io.tablao.event.FarmEvent;
import io.tablao.event.FarmPart;
import io.tablao.event.Refusal;
import io.tablao.event.State;
import io.tablao.event.WorkerCommand;
import io.tablao.model.FarmSettings;
import io.tablao.model.Roster;
import io.tablao.model.SessionId;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.model.WorkerStatus;
import io.tablao.model.WorkerTag;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The farm's tags and settings. */
class FarmDeciderTest {

    private static final WorkerId ANNA = new WorkerId(new UUID(0, 1));
    private static final WorkerId BERT = new WorkerId(new UUID(0, 2));
    private static final WorkerTag GPU = tag(1, "GPU", "Large cards");

    private final FarmState farm = FarmState.recover(List.of());
    private Roster roster = Roster.EMPTY;

    @Test
    void a_tag_is_created_and_a_second_delivery_creates_no_other() {
        assertThat(decide(new FarmCommand.CreateTag(GPU))).isEqualTo(happens(new FarmEvent.TagCreated(GPU)));
        given(new FarmCommand.CreateTag(GPU));
        assertThat(decide(new FarmCommand.CreateTag(GPU))).isEqualTo(Decision.NOTHING);
    }

    @Test
    void a_name_is_one_tags_alone_whatever_its_capitals() {
        given(new FarmCommand.CreateTag(GPU), new FarmCommand.CreateTag(tag(2, "fast", "")));
        assertThat(decide(new FarmCommand.CreateTag(tag(3, "gpu", ""))))
                .isEqualTo(Decision.rejected(Refusal.Kind.CONFLICT, "There is a tag called gpu already"));
        assertThat(decide(new FarmCommand.ChangeTag(tag(2, "Gpu", ""))))
                .isEqualTo(Decision.rejected(Refusal.Kind.CONFLICT, "There is a tag called Gpu already"));
        assertThat(decide(new FarmCommand.ChangeTag(tag(1, "gpu", "")))).isInstanceOf(Decision.Accepted.class);
    }

    @Test
    void an_id_is_one_tags_alone() {
        given(new FarmCommand.CreateTag(GPU));
        assertThat(decide(new FarmCommand.CreateTag(tag(1, "fast", ""))))
                .isEqualTo(Decision.rejected(
                        Refusal.Kind.CONFLICT, "Tag " + GPU.id() + " is there already, and is called GPU"));
    }

    @Test
    void a_tag_gets_another_name_and_description() {
        given(new FarmCommand.CreateTag(GPU));
        WorkerTag other = tag(1, "Cards", "");
        assertThat(decide(new FarmCommand.ChangeTag(other))).isEqualTo(happens(new FarmEvent.TagChanged(other)));
        given(new FarmCommand.ChangeTag(other));
        assertThat(decide(new FarmCommand.ChangeTag(other))).isEqualTo(Decision.NOTHING);
    }

    @Test
    void what_is_not_there_cannot_be_changed_or_deleted() {
        var unknown = Decision.rejected(Refusal.Kind.NOT_FOUND, "There is no tag " + GPU.id());
        assertThat(decide(new FarmCommand.ChangeTag(GPU))).isEqualTo(unknown);
        assertThat(decide(new FarmCommand.DeleteTag(GPU.id()))).isEqualTo(unknown);
    }

    @Test
    void a_tag_that_is_deleted_is_taken_from_whoever_carries_it() {
        given(new FarmCommand.CreateTag(GPU));
        roster = roster.with(member(ANNA, GPU.id())).with(member(BERT));
        assertThat(decide(new FarmCommand.DeleteTag(GPU.id())))
                .isEqualTo(new Decision.Builder()
                        .event(new FarmEvent.TagDeleted(GPU.id()))
                        .effect(new Effect.Tell(new WorkerCommand.RemoveWorkerTags(ANNA, Set.of(GPU.id()))))
                        .accepted());
    }

    @Test
    void a_worker_that_was_given_a_tag_while_it_was_deleted_loses_it() {
        given(new FarmCommand.CreateTag(GPU));
        assertThat(decide(new FarmCommand.CheckTags(ANNA, Set.of(GPU.id(), "gone"))))
                .isEqualTo(new Decision.Builder()
                        .effect(new Effect.Tell(new WorkerCommand.RemoveWorkerTags(ANNA, Set.of("gone"))))
                        .accepted());
        assertThat(decide(new FarmCommand.CheckTags(ANNA, Set.of(GPU.id())))).isEqualTo(Decision.NOTHING);
    }

    @Test
    void a_new_worker_gets_the_tags_of_the_names_that_it_brings() {
        given(new FarmCommand.CreateTag(GPU));
        assertThat(decide(new FarmCommand.BringTags(ANNA, Set.of("gpu", GPU.id(), " "))))
                .isEqualTo(new Decision.Builder()
                        .effect(new Effect.Tell(new WorkerCommand.AddWorkerTags(ANNA, Set.of(GPU.id()))))
                        .accepted());
    }

    @Test
    void a_tag_that_a_new_worker_brings_is_made_once_for_all_who_bring_it() {
        var first = (Decision.Accepted) decide(new FarmCommand.BringTags(ANNA, Set.of("night", "Night")));
        assertThat(first.events())
                .singleElement()
                .isInstanceOfSatisfying(
                        FarmEvent.TagCreated.class,
                        made -> assertThat(made.tag().name()).isEqualToIgnoringCase("night"));
        given(new FarmCommand.BringTags(ANNA, Set.of("night", "Night")));
        var second = (Decision.Accepted) decide(new FarmCommand.BringTags(BERT, Set.of("night")));
        assertThat(second.events()).isEmpty();
        assertThat(second.effects()).hasSize(1);
    }

    @Test
    void there_are_so_many_tags_and_no_more() {
        for (int number = 0; number < FarmDecider.MOST_TAGS; number++) {
            given(new FarmCommand.CreateTag(tag(number, "tag " + number, "")));
        }
        assertThat(decide(new FarmCommand.CreateTag(tag(1_000, "one more", ""))))
                .isInstanceOfSatisfying(
                        Decision.Rejected.class,
                        refused -> assertThat(refused.refusal().message()).contains("200"));
        assertThat(decide(new FarmCommand.BringTags(ANNA, Set.of("one more")))).isEqualTo(Decision.NOTHING);
    }

    @Test
    void what_is_recovered_is_what_was_and_what_is_rolled_back_as_before() {
        given(new FarmCommand.CreateTag(GPU));
        var before = List.copyOf(farm.parts());
        assertThat(FarmState.recover(before).parts()).isEqualTo(before);
        for (FarmEvent event : List.of(
                new FarmEvent.TagDeleted(GPU.id()),
                new FarmEvent.TagChanged(tag(1, "other", "")),
                new FarmEvent.TagCreated(tag(2, "new", "")))) {
            List<Runnable> undo = new ArrayList<>();
            FarmApplier.apply(farm, event, (entity, part, each) -> {
                assertThat(farm.part(part).isPresent()).isEqualTo(!(event instanceof FarmEvent.TagDeleted));
                undo.add(each);
            });
            assertThat(farm.parts()).isNotEqualTo(before);
            undo.forEach(Runnable::run);
            assertThat(farm.parts()).isEqualTo(before);
        }
    }

    private void given(FarmCommand... commands) {
        for (FarmCommand command : commands) {
            ((Decision.Accepted) decide(command))
                    .events()
                    .forEach(event -> FarmApplier.apply(farm, (FarmEvent) event, Journal.NONE));
        }
    }

    @Test
    void what_is_set_is_told_to_every_shard() {
        FarmSettings first = FarmSettings.NONE.withSharedStorage("/mnt/a");
        FarmSettings second = FarmSettings.NONE.withSharedStorage("/mnt/b");

        assertThat(decide(new FarmCommand.ChangeSettings(first, 0L))).isEqualTo(set(1, first));
        given(new FarmCommand.ChangeSettings(first, 0L));
        assertThat(decide(new FarmCommand.ChangeSettings(second, null))).isEqualTo(set(2, second));
    }

    @Test
    void a_second_delivery_of_settings_changes_nothing() {
        var change = new FarmCommand.ChangeSettings(FarmSettings.NONE.withSharedStorage("/mnt/a"), 0L);
        given(change);

        assertThat(decide(change)).isEqualTo(Decision.NOTHING);
    }

    @Test
    void settings_that_somebody_else_has_changed_meanwhile_are_not_overwritten() {
        given(new FarmCommand.ChangeSettings(FarmSettings.NONE.withSharedStorage("/mnt/a"), 0L));

        assertThat(decide(new FarmCommand.ChangeSettings(FarmSettings.NONE.withSharedStorage("/mnt/b"), 0L)))
                .isEqualTo(Decision.rejected(
                        Refusal.Kind.CONFLICT,
                        "The farm's settings have been changed meanwhile; look at them again, and then change them"));
    }

    @Test
    void settings_are_recovered_and_rolled_back() {
        given(new FarmCommand.CreateTag(GPU), new FarmCommand.ChangeSettings(FarmSettings.NONE, null));
        List<State> parts = farm.parts();
        assertThat(FarmState.recover(parts).parts()).isEqualTo(parts).hasSize(2);

        var undo = new ArrayList<Runnable>();
        var changed = new FarmEvent.SettingsChanged(2, FarmSettings.NONE.withSharedStorage("/mnt/b"));
        FarmApplier.apply(farm, changed, (entity, part, each) -> {
            assertThat(farm.part(part)).contains(new FarmPart.FarmConfiguration(2, changed.settings()));
            undo.add(each);
        });
        assertThat(undo).hasSize(1);
        undo.forEach(Runnable::run);
        assertThat(farm.parts()).isEqualTo(parts);
    }

    private static Decision set(long revision, FarmSettings settings) {
        return new Decision.Builder()
                .event(new FarmEvent.SettingsChanged(revision, settings))
                .effect(new Effect.AdoptInEveryShard(revision, settings))
                .accepted();
    }

    private Decision decide(FarmCommand command) {
        return FarmDecider.decide(farm, roster, command);
    }

    private static Decision happens(FarmEvent event) {
        return new Decision.Builder().event(event).accepted();
    }

    private static WorkerTag tag(int number, String name, String description) {
        return new WorkerTag(new UUID(7, number).toString(), name, description);
    }

    private static Roster.Member member(WorkerId worker, String... tags) {
        return new Roster.Member(
                worker,
                new SessionId(worker.value()),
                WorkerStatus.AWAKE,
                new WorkerProfile("w", "linux", "tablao 1", Set.of("misc"), Set.of(tags), false));
    }
}
