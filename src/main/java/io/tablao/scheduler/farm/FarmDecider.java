// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.farm;

import io.tablao.event.FarmCommand;
import io.tablao.event.FarmEvent;
import io.tablao.event.Refusal;
import io.tablao.event.WorkerCommand;
import io.tablao.model.Roster;
import io.tablao.model.WorkerTag;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What the farm makes of a command. Workers hold their tags themselves; the farm holds which tags there are. A worker that is
 * given tags tells the farm so after it has told the rosters: whichever of the two comes first, the worker's new tag or the
 * tag's deletion, no worker is left with a tag that is none.
 */
public final class FarmDecider {

    /** A topic is made for each pair of task type and tag that a worker serves. */
    static final int MOST_TAGS = 200;

    private FarmDecider() {}

    public static Decision decide(FarmState state, Roster roster, FarmCommand command) {
        return switch (command) {
            case FarmCommand.ChangeSettings change -> change(state, change);
            case FarmCommand.CreateTag create -> create(state, create.tag());
            case FarmCommand.ChangeTag change -> change(state, change.tag());
            case FarmCommand.DeleteTag delete -> delete(state, roster, delete.tag());
            case FarmCommand.BringTags bring -> bring(state, bring);
            case FarmCommand.CheckTags check -> check(state, check);
        };
    }

    /** Who sets the same again tells nobody anything: a second delivery, or a form that was saved twice. */
    private static Decision change(FarmState state, FarmCommand.ChangeSettings change) {
        Long basedOn = change.basedOn();
        if (change.settings().equals(state.settings()) && state.revision() > 0) {
            return Decision.NOTHING;
        }
        if (basedOn != null && basedOn != state.revision()) {
            return Decision.rejected(
                    Refusal.Kind.CONFLICT,
                    "The farm's settings have been changed meanwhile; look at them again, and then change them");
        }
        long revision = state.revision() + 1;
        return new Decision.Builder()
                .event(new FarmEvent.SettingsChanged(revision, change.settings()))
                .effect(new Effect.AdoptInEveryShard(revision, change.settings()))
                .accepted();
    }

    private static Decision create(FarmState state, WorkerTag tag) {
        Optional<WorkerTag> present = state.tag(tag.id());
        if (present.isPresent()) {
            return present.get().equals(tag)
                    ? Decision.NOTHING
                    : Decision.rejected(
                            Refusal.Kind.CONFLICT,
                            "Tag " + tag.id() + " is there already, and is called "
                                    + present.get().name());
        }
        if (isTaken(state, tag)) {
            return taken(tag);
        }
        if (state.tags().size() >= MOST_TAGS) {
            return Decision.rejected(
                    Refusal.Kind.CONFLICT, "There are " + MOST_TAGS + " tags, and there cannot be more");
        }
        return new Decision.Builder().event(new FarmEvent.TagCreated(tag)).accepted();
    }

    private static Decision change(FarmState state, WorkerTag tag) {
        Optional<WorkerTag> present = state.tag(tag.id());
        if (present.isEmpty()) {
            return unknown(tag.id());
        }
        if (isTaken(state, tag)) {
            return taken(tag);
        }
        return present.get().equals(tag)
                ? Decision.NOTHING
                : new Decision.Builder().event(new FarmEvent.TagChanged(tag)).accepted();
    }

    private static Decision delete(FarmState state, Roster roster, String tag) {
        if (state.tag(tag).isEmpty()) {
            return unknown(tag);
        }
        var decision = new Decision.Builder().event(new FarmEvent.TagDeleted(tag));
        roster.members().values().stream()
                .filter(member -> member.profile().tags().contains(tag))
                .sorted(Comparator.comparing(Roster.Member::worker))
                .forEach(member -> decision.effect(
                        new Effect.Tell(new WorkerCommand.RemoveWorkerTags(member.worker(), Set.of(tag)))));
        return decision.accepted();
    }

    /** Two new workers with the same tag make it once: its id comes from its name. */
    private static Decision bring(FarmState state, FarmCommand.BringTags bring) {
        var decision = new Decision.Builder();
        List<WorkerTag> made = new ArrayList<>();
        Set<String> ids = new TreeSet<>();
        for (String text : bring.tags().stream().sorted().toList()) {
            Optional<WorkerTag> known = find(state.tags(), text).or(() -> find(made, text));
            if (known.isPresent()) {
                ids.add(known.get().id());
            } else if (!text.isBlank() && state.tags().size() + made.size() < MOST_TAGS) {
                WorkerTag tag = fresh(text.strip());
                made.add(tag);
                ids.add(tag.id());
                decision.event(new FarmEvent.TagCreated(tag));
            }
        }
        return ids.isEmpty()
                ? Decision.NOTHING
                : decision.effect(new Effect.Tell(new WorkerCommand.AddWorkerTags(bring.worker(), ids)))
                        .accepted();
    }

    private static Decision check(FarmState state, FarmCommand.CheckTags check) {
        Set<String> gone =
                check.tags().stream().filter(tag -> state.tag(tag).isEmpty()).collect(Collectors.toUnmodifiableSet());
        return gone.isEmpty()
                ? Decision.NOTHING
                : new Decision.Builder()
                        .effect(new Effect.Tell(new WorkerCommand.RemoveWorkerTags(check.worker(), gone)))
                        .accepted();
    }

    private static Optional<WorkerTag> find(Collection<WorkerTag> tags, String nameOrId) {
        String text = nameOrId.strip();
        return tags.stream()
                .filter(tag -> tag.id().equalsIgnoreCase(text) || tag.name().equalsIgnoreCase(text))
                .findFirst();
    }

    private static WorkerTag fresh(String text) {
        String name = text.substring(0, Math.min(text.length(), WorkerTag.LONGEST_NAME));
        String seed = "tablao tag " + name.toLowerCase(Locale.ROOT);
        return new WorkerTag(
                UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString(), name, "");
    }

    /** People tell tags apart by their names, and not by capitals. */
    private static boolean isTaken(FarmState state, WorkerTag tag) {
        return state.tags().stream()
                .anyMatch(other -> !other.id().equals(tag.id()) && other.name().equalsIgnoreCase(tag.name()));
    }

    private static Decision taken(WorkerTag tag) {
        return Decision.rejected(Refusal.Kind.CONFLICT, "There is a tag called " + tag.name() + " already");
    }

    private static Decision unknown(String tag) {
        return Decision.rejected(Refusal.Kind.NOT_FOUND, "There is no tag " + tag);
    }
}
