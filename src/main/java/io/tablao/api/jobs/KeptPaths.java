// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import io.smallrye.mutiny.Uni;
import io.tablao.api.settings.FarmSettingsDesk;
import io.tablao.model.FarmSetup;
import io.tablao.model.JobSubmission;
import io.tablao.variables.JsonVariables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Keeps a submission's paths in such a way that workers of every platform find them: those in the folder of a two-way variable
 * by its name. Flamenco: looks at settings that are strings, and at metadata.
 */
@ApplicationScoped
class KeptPaths {

    private final FarmSettingsDesk settings;

    @Inject
    KeptPaths(FarmSettingsDesk settings) {
        this.settings = settings;
    }

    Uni<JobSubmission> of(JobSubmission submission) {
        return settings.setup().map(farm -> of(submission, farm));
    }

    static JobSubmission of(JobSubmission submission, FarmSetup farm) {
        String platform = farm.platformOf(submission.submitterPlatform());
        UnaryOperator<String> keep = path -> farm.variables().kept(path, platform);
        Map<String, String> metadata = new HashMap<>(submission.metadata());
        metadata.replaceAll((key, value) -> keep.apply(value));
        return submission.with(JsonVariables.inFields(submission.settings(), keep), metadata);
    }
}
