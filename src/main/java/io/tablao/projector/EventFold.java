// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.tablao.event.Envelope;
import io.tablao.event.Event;
import io.tablao.event.FarmEvent;
import io.tablao.event.FarmEvent.SettingsChanged;
import io.tablao.event.FarmEvent.TagChanged;
import io.tablao.event.FarmEvent.TagCreated;
import io.tablao.event.FarmEvent.TagDeleted;
import io.tablao.event.JobEvent;
import io.tablao.event.QueueEvent;
import io.tablao.event.QueueEvent.QueueCreated;
import io.tablao.event.QueueEvent.QueueMeasured;
import io.tablao.event.QueueEvent.QueueOpened;
import io.tablao.event.RosterEvent;
import io.tablao.event.WorkerEvent;
import io.tablao.event.WorkerEvent.SleepScheduleFollowed;
import io.tablao.event.WorkerEvent.SleepScheduleSet;
import io.tablao.event.WorkerEvent.WorkerDeleted;
import io.tablao.event.WorkerEvent.WorkerLost;
import io.tablao.event.WorkerEvent.WorkerRegistered;
import io.tablao.event.WorkerEvent.WorkerSeen;
import io.tablao.event.WorkerEvent.WorkerSignedOff;
import io.tablao.event.WorkerEvent.WorkerSignedOn;
import io.tablao.event.WorkerEvent.WorkerStatusChanged;
import io.tablao.event.WorkerEvent.WorkerStatusRequestEnded;
import io.tablao.event.WorkerEvent.WorkerStatusRequested;
import io.tablao.event.WorkerEvent.WorkerTagsChanged;
import io.tablao.model.QueueId;
import io.tablao.model.RequestedStatus;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerStatus;
import io.tablao.model.WorkerTag;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Folds a batch of events, in the order of each partition, into the plan of what to write. Knows no database. */
final class EventFold {

    private final JobFold jobs = new JobFold();
    private final Map<WorkerId, WorkerPatch> workers = new LinkedHashMap<>();
    private final Map<String, Optional<WorkerTag>> tags = new LinkedHashMap<>();
    private final Map<QueueId, QueuePatch> queues = new LinkedHashMap<>();
    private @Nullable Envelope<SettingsChanged> settings;

    void fold(Envelope<? extends Event> envelope) {
        switch (envelope.body()) {
            case JobEvent event -> jobs.fold(event, envelope);
            case WorkerEvent event -> fold(event);
            case QueueEvent event -> fold(event, envelope.time());
            // Not published: a shard's own business.
            case RosterEvent event -> {}
            case FarmEvent event -> fold(event, envelope);
        }
    }

    BatchPlan plan() {
        return new BatchPlan(jobs.rounds(), workers, queues, tags, settings);
    }

    private void fold(WorkerEvent event) {
        WorkerPatch worker = workers.computeIfAbsent(event.worker(), WorkerPatch::new);
        switch (event) {
            case WorkerSignedOn on -> worker.signedOn(on);
            case WorkerSignedOff off -> worker.changed(WorkerStatus.OFFLINE, "Signed off", off.at());
            case WorkerLost lost ->
                worker.changed(WorkerStatus.ERROR, "Silent since " + lost.lastSeen(), lost.lastSeen());
            case WorkerStatusChanged changed -> worker.changed(changed.to(), changed.reason(), null);
            case WorkerSeen seen -> worker.lastSeen = seen.at();
            case WorkerStatusRequested asked ->
                worker.request = new WorkerPatch.Request(new RequestedStatus(asked.status(), asked.lazy()));
            case WorkerStatusRequestEnded ended -> worker.request = new WorkerPatch.Request(null);
            case WorkerTagsChanged changed -> worker.tags = changed.tags();
            case SleepScheduleSet set -> worker.schedule = new WorkerPatch.Schedule(set.schedule(), set.nextChange());
            case SleepScheduleFollowed followed -> worker.followed(followed.nextChange());
            // As a worker that has signed off from a session, it has none.
            case WorkerRegistered by ->
                worker.signedOn(
                        new WorkerSignedOn(by.worker(), by.session(), by.profile(), by.at(), WorkerStatus.OFFLINE));
            // Not published: the scheduler's bookkeeping.
            case WorkerEvent.Internal internal -> {}
            case WorkerDeleted deleted -> workers.put(event.worker(), WorkerPatch.deleted(event.worker()));
        }
    }

    private void fold(FarmEvent event, Envelope<? extends Event> envelope) {
        switch (event) {
            case SettingsChanged changed ->
                settings = new Envelope<>(envelope.id(), envelope.time(), null, null, changed);
            case TagCreated created -> tags.put(created.tag().id(), Optional.of(created.tag()));
            case TagChanged changed -> tags.put(changed.tag().id(), Optional.of(changed.tag()));
            case TagDeleted deleted -> tags.put(deleted.tag(), Optional.empty());
        }
    }

    private void fold(QueueEvent event, Instant time) {
        switch (event) {
            case QueueCreated created -> queue(created.queue());
            case QueueOpened opened -> queue(opened.queue()).opened = true;
            case QueueMeasured measured -> queue(measured.queue()).newest = new QueuePatch.Measurement(measured, time);
            // Not published: the scheduler's bookkeeping.
            case QueueEvent.Internal internal -> {}
        }
    }

    private QueuePatch queue(QueueId queue) {
        return queues.computeIfAbsent(queue, QueuePatch::new);
    }
}
