// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import io.tablao.event.Command;
import io.tablao.event.WorkerCommand.HeldAttempt;
import io.tablao.model.SessionId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a slot stands. {@link SlotRules} says how one state follows another. */
sealed interface SlotState {

    SessionId session();

    /** The attempt whose commands run just now, or may still be running. */
    default Optional<HeldAttempt> running() {
        return Optional.empty();
    }

    /** Whether heartbeats are due: the scheduler knows the session, as far as this slot knows. */
    default boolean signedOn() {
        return true;
    }

    /**
     * The scheduler was asked for a session, and has not answered.
     *
     * @param repeatAt when it is asked again
     * @param asked how often it was
     */
    record SigningOn(SessionId session, Instant repeatAt, int asked) implements SlotState {
        @Override
        public boolean signedOn() {
            return false;
        }
    }

    /** Signed on, and asleep: runs nothing until it is woken. */
    record Resting(SessionId session) implements SlotState {}

    /** Free: takes what is dispatched or offered. */
    record Idle(SessionId session) implements SlotState {}

    /**
     * The scheduler was asked to grant the start of an attempt.
     *
     * @param askedAt when it was asked last
     * @param delivered whether Kafka has the question; until then nothing is repeated
     * @param repeatAt when it is asked again
     * @param giveUpAt when there was no answer for so long that only a new session makes clear who holds what
     * @param then what comes after the attempt
     */
    record Asked(
            SessionId session,
            HeldAttempt attempt,
            Instant askedAt,
            boolean delivered,
            Instant repeatAt,
            Instant giveUpAt,
            Then then)
            implements SlotState {
        Asked then(Then next) {
            return new Asked(session, attempt, askedAt, delivered, repeatAt, giveUpAt, next);
        }
    }

    record Running(SessionId session, HeldAttempt attempt, Then then) implements SlotState {
        Running then(Then next) {
            return new Running(session, attempt, next);
        }

        @Override
        public Optional<HeldAttempt> running() {
            return Optional.of(attempt);
        }
    }

    /** The attempt is void, and its commands are being ended. Nothing is reported of it any more. */
    record Stopping(SessionId session, HeldAttempt attempt, Then then) implements SlotState {
        Stopping then(Then next) {
            return new Stopping(session, attempt, next);
        }

        @Override
        public Optional<HeldAttempt> running() {
            return Optional.of(attempt);
        }

        @Override
        public boolean signedOn() {
            return then != Then.SIGN_ON;
        }
    }

    /** What a slot does when its attempt is over. */
    enum Then {
        TAKE_NEXT,
        REST,
        /** It was put offline: it signs off, and stays away until it is called. */
        RETIRE,
        /** It was told to restart: another session begins, after the last word of this one. */
        RESTART,
        /** The session is over; nothing that is said in it counts any more. */
        SIGN_ON,
        /** The process ends. */
        SIGN_OFF;

        /** Whether a later wish of the scheduler's counts. */
        boolean canChange() {
            return this != SIGN_ON && this != SIGN_OFF;
        }
    }

    /**
     * The attempt has ended, and Kafka does not have the report of it yet. Only then is the slot free.
     *
     * @param repeatAt when a report that could not be sent is sent again; {@link Instant#MAX}: it is under way
     * @param offered offered meanwhile, by a scheduler that has the report already; null: nothing
     */
    record Reporting(
            SessionId session,
            HeldAttempt attempt,
            Command report,
            Instant repeatAt,
            @Nullable HeldAttempt offered,
            Then then)
            implements SlotState {
        /** Goes on to something else; an offer that it will not take runs out, or is withdrawn before. */
        Reporting then(Then next) {
            return new Reporting(session, attempt, report, repeatAt, next == Then.TAKE_NEXT ? offered : null, next);
        }
    }

    /** Signed off, since somebody put it offline. It listens, and signs on again when it is called. */
    record Retired(SessionId session) implements SlotState {
        @Override
        public boolean signedOn() {
            return false;
        }
    }

    /** The session is over and no other will follow. */
    record SignedOff(SessionId session) implements SlotState {
        @Override
        public boolean signedOn() {
            return false;
        }
    }
}
