// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import io.tablao.bus.KafkaAway;
import io.tablao.bus.KafkaSettings;
import io.tablao.bus.ProcessName;
import io.tablao.bus.Role;
import io.tablao.bus.Roles;
import io.tablao.bus.TransactionalOutlet;
import io.tablao.bus.TransactionalOutlet.Outgoing;
import io.tablao.event.Envelope;
import io.tablao.event.JobCommand;
import io.tablao.event.Topics;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** The way of what the compiler says to jobs. */
@Singleton
class CompilationOutlet {

    private final TransactionalOutlet outlet;

    @Inject
    CompilationOutlet(KafkaSettings kafka, ProcessName process, CompilerConfig config, Roles roles) {
        outlet = new TransactionalOutlet(kafka, "tablao-compiler-" + process, config.deliveryTimeout());
        if (roles.has(Role.COMPILER)) {
            outlet.start();
        }
    }

    /**
     * Sends the messages in one transaction, which should be a short one. Returns when all of them are in Kafka.
     *
     * @throws KafkaAway when it did not take them in time
     */
    void send(List<Envelope<JobCommand>> messages) throws InterruptedException {
        try {
            outlet.send(messages.stream()
                            .map(message -> new Outgoing(Topics.COMMANDS, message))
                            .toList())
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaAway(String.valueOf(e.getMessage()), e);
        }
    }

    @PreDestroy
    void close() {
        outlet.close();
    }
}
