// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler;

import io.tablao.bus.FarmTopics;
import io.tablao.bus.KafkaSettings;
import io.tablao.bus.MessageCodec;
import io.tablao.bus.TopicLayout;
import io.tablao.event.Envelope;
import io.tablao.event.QueueCommand;
import io.tablao.event.Topics;
import io.tablao.model.QueueId;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/**
 * Makes the topics of new queues, outside the loop, and says when they are ready. Asking for a queue twice is harmless: the
 * topic is there already, and the queue open.
 */
final class QueueTopics implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(QueueTopics.class);
    private static final long RETRY_SECONDS = 2;

    private final TopicLayout layout;
    private final Clock clock;
    private final Admin admin;
    private final KafkaProducer<String, byte[]> producer;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "queue-topics"));

    QueueTopics(KafkaSettings kafka, TopicLayout layout, Clock clock) {
        this.layout = layout;
        this.clock = clock;
        this.admin = Admin.create(kafka.admin());
        Map<String, Object> settings = kafka.producer();
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /** Sees to it that the queue becomes ready, however long Kafka is away. */
    void prepare(QueueId queue) {
        thread.execute(() -> tryToPrepare(queue));
    }

    private void tryToPrepare(QueueId queue) {
        try {
            FarmTopics.ensureQueue(admin, layout, queue);
            var ready =
                    new Envelope<>(UUID.randomUUID(), clock.instant(), null, null, new QueueCommand.QueueReady(queue));
            producer.send(new ProducerRecord<>(Topics.COMMANDS, ready.body().key(), MessageCodec.encode(ready)))
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | KafkaException | IllegalStateException e) {
            LOG.warnf("The topic of queue %s could not be made and is tried again: %s", queue, e.getMessage());
            var unused = thread.schedule(() -> tryToPrepare(queue), RETRY_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        producer.close();
        admin.close();
    }
}
