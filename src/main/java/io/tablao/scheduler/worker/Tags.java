// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import io.tablao.event.FarmCommand;
import io.tablao.event.Notice;
import io.tablao.event.WorkerEvent;
import io.tablao.model.WorkerProfile;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import java.util.HashSet;
import java.util.Set;

/** The tags that a worker carries: chosen by people, whoever the worker says that it is. */
final class Tags {

    private Tags() {}

    static Decision set(WorkerCase worker, Set<String> tags) {
        return change(worker, tags);
    }

    static Decision add(WorkerCase worker, Set<String> tags) {
        Set<String> all = new HashSet<>(worker.worker().profile().tags());
        all.addAll(tags);
        return change(worker, all);
    }

    static Decision remove(WorkerCase worker, Set<String> tags) {
        Set<String> rest = new HashSet<>(worker.worker().profile().tags());
        rest.removeAll(tags);
        return change(worker, rest);
    }

    private static Decision change(WorkerCase worker, Set<String> tags) {
        var state = worker.worker();
        WorkerProfile before = state.profile();
        if (before.tags().equals(tags)) {
            return Decision.NOTHING;
        }
        WorkerProfile after = before.withTags(tags);
        worker.event(new WorkerEvent.WorkerTagsChanged(state.worker(), tags))
                .tellShards(state.session(), after, state.status());
        WorkerCase.prepareQueues(after, before, worker.decision());
        worker.notify(new Notice.ChangeTags(state.worker(), state.session(), tags));
        if (!before.tags().containsAll(tags)) {
            // Behind the news for the rosters, so that a deletion that the farm decides later finds this worker in its
            // own.
            worker.effect(new Effect.TellLater(new FarmCommand.CheckTags(state.worker(), tags)));
        }
        return worker.accepted();
    }
}
