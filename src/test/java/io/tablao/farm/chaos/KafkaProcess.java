// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm.chaos;

import io.tablao.standalone.EmbeddedKafka;
import java.nio.file.Path;

/** Kafka in a JVM of its own. */
final class KafkaProcess {

    private KafkaProcess() {}

    /** Runs until it is ended; the arguments are the folder of its log, and its port. */
    public static void main(String... arguments) throws InterruptedException {
        EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "end"));
        Thread.currentThread().join();
    }
}
