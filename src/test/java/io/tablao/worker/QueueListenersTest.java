// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Slots of one process with the same tags, and with others. */
class QueueListenersTest {

    private static final Set<String> NONE = Set.of();
    private static final Set<String> GPU = Set.of("gpu");

    private final Map<Set<String>, FreeSlots> free = new HashMap<>();
    private final List<Set<String>> closed = new CopyOnWriteArrayList<>();
    private final QueueListeners listeners = new QueueListeners((tags, slots) -> {
        free.put(tags, slots);
        return () -> closed.add(tags);
    });
    private final Taker anna = attempt -> CompletableFuture.completedFuture(true);
    private final Taker bert = attempt -> CompletableFuture.completedFuture(false);

    @Test
    void slotsOfTheSameTagsShareAListener() {
        listeners.move(anna, NONE);
        listeners.move(bert, NONE);
        listeners.free(anna, true);
        listeners.free(bert, true);
        assertThat(free).containsOnlyKeys(NONE);
        assertThat(free.get(NONE).count()).isEqualTo(2);
    }

    @Test
    void aFreeSlotThatGetsATagMovesAndStaysFree() {
        listeners.move(anna, NONE);
        listeners.move(bert, NONE);
        listeners.free(anna, true);
        listeners.move(anna, GPU);
        assertThat(free.get(NONE).count()).isZero();
        assertThat(free.get(GPU).takeOne()).contains(anna);
        assertThat(closed).isEmpty();
    }

    @Test
    void aBusySlotIsNotFreeAfterItMoved() {
        listeners.move(anna, NONE);
        listeners.free(anna, true);
        listeners.free(anna, false);
        listeners.move(anna, GPU);
        assertThat(free.get(GPU).count()).isZero();
        listeners.free(anna, true);
        assertThat(free.get(GPU).count()).isEqualTo(1);
    }

    @Test
    void aListenerThatNobodyNeedsIsClosed() {
        listeners.move(anna, NONE);
        listeners.move(anna, GPU);
        await().until(() -> closed.equals(List.of(NONE)));
        listeners.close();
        assertThat(closed).containsExactly(NONE, GPU);
        listeners.move(anna, NONE);
        assertThat(closed).hasSize(2);
    }

    @Test
    void theSameTagsAgainChangeNothing() {
        listeners.move(anna, GPU);
        FreeSlots before = free.get(GPU);
        listeners.move(anna, Set.of("gpu"));
        assertThat(free.get(GPU)).isSameAs(before);
        assertThat(closed).isEmpty();
    }
}
