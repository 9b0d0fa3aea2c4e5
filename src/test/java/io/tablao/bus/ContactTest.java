// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ContactTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final Contact contact = new Contact(START);

    @Test
    void kafkaIsAskedWhenNothingHasComeForAWhile() {
        assertThat(contact.toBeAsked(START.plusSeconds(4))).isFalse();
        assertThat(contact.toBeAsked(START.plusSeconds(5))).isTrue();
        contact.made(START.plusSeconds(5));
        assertThat(contact.toBeAsked(START.plusSeconds(6))).isFalse();
    }

    @Test
    void slowAnswersAreNoOutage() {
        assertThat(contact.made(START.plusSeconds(15))).isFalse();
        assertThat(contact.made(START.plusSeconds(30))).isFalse();
    }

    @Test
    void aLongGapIsAnOutageOnce() {
        assertThat(contact.made(START.plusSeconds(60))).isTrue();
        assertThat(contact.made(START.plusSeconds(61))).isFalse();
    }

    @Test
    void aClockThatIsSetIsAnOutage() {
        assertThat(contact.made(START.plus(Duration.ofHours(1)))).isTrue();
        assertThat(contact.toBeAsked(START))
                .as("right after the clock was set back")
                .isTrue();
        assertThat(contact.made(START)).isTrue();
        assertThat(contact.made(START.minusMillis(500))).as("a correction").isFalse();
    }
}
