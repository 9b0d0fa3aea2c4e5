// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import io.micrometer.core.instrument.MeterRegistry;
import io.tablao.api.ApiProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Counts submissions by job type and by what became of them. */
@ApplicationScoped
class SubmissionMeter {

    private static final String SUBMISSIONS = "tablao.submissions";

    private final MeterRegistry registry;

    @Inject
    SubmissionMeter(MeterRegistry registry) {
        this.registry = registry;
    }

    void compiled(String type) {
        count(type, "compiled");
    }

    void pending(String type) {
        count(type, "pending");
    }

    void known(String type) {
        count(type, "known");
    }

    /** @param type a job type of the farm, never what a submitter made up, of which there is no end */
    void failed(String type, Throwable failure) {
        count(type, outcome(failure));
    }

    /** Refused before its type was known. */
    void refused(Throwable failure) {
        count("none", outcome(failure));
    }

    private static String outcome(Throwable failure) {
        if (failure instanceof ApiProblem problem && problem.code() < 500) {
            return switch (problem.code()) {
                case 409 -> "conflict";
                case 412 -> "outdated";
                default -> "refused";
            };
        }
        return "unavailable";
    }

    private void count(String type, String outcome) {
        registry.counter(SUBMISSIONS, "type", type, "outcome", outcome).increment();
    }
}
