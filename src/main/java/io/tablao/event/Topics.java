// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.QueueId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** The names of the topics. */
public final class Topics {

    public static final String SUBMISSIONS = "tablao.submissions";
    public static final String COMMANDS = "tablao.commands";
    /** Commands that could not be decided, kept for people to look at. */
    public static final String DEAD_COMMANDS = "tablao.commands.dead";

    public static final String EVENTS = "tablao.events";
    public static final String STATE = "tablao.state";
    public static final String INBOX = "tablao.inbox";
    public static final String ANSWERS = "tablao.answers";
    public static final String TASK_LOGS = "tablao.task-logs";
    public static final String PREVIEWS = "tablao.previews";

    /**
     * Dispatches that Kafka gives to no worker any more, copied there by the broker; by default it takes no other prefix for
     * such topics.
     */
    public static final String DEAD_DISPATCHES = "dlq.tablao.dispatches";

    private static final String TASKS_PREFIX = "tablao.tasks.";
    private static final int LONGEST_SLUG = 40;

    private Topics() {}

    /**
     * The topic on which a queue's dispatches travel: readable, legal whatever the type's characters are, and one for each
     * pair of type and tag.
     */
    public static String tasks(QueueId queue) {
        String slug = queue.type().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-");
        String readable = slug.substring(0, Math.min(slug.length(), LONGEST_SLUG));
        return TASKS_PREFIX + readable + "." + shortHash(queue);
    }

    private static String shortHash(QueueId queue) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(queue.type().getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
            queue.tagIfAny().ifPresent(tag -> sha.update(tag.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(sha.digest(), 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
