// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm.chaos;

/** Something that faults happen to. For one thread at a time. */
interface Victim {

    String name();

    /** As {@code kill -9}. */
    void kill();

    /** As somebody stops it who means well. */
    void end();

    /** Starts it after a kill or an end; returns when it has begun, ready or not. */
    void start();

    /** Nothing of it runs any more, and nothing of it has ended: SIGSTOP. */
    void pause();

    void resume();
}
