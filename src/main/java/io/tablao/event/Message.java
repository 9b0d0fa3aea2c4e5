// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

/** Anything that travels over Kafka. Its wire name is the record's simple name, its version that of {@link Version}. */
public sealed interface Message permits Command, Event, Notice, Answer, State, SubmitJob, Dispatch, LogChunk, Preview {

    /** The record key: what decides the partition, and with it the order. */
    String key();
}
