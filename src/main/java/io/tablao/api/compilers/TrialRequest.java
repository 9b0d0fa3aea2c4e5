// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.compilers;

import io.tablao.api.RequestFields;
import io.tablao.model.JobStatus;
import io.tablao.model.JobSubmission;
import io.tablao.model.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job that is to be compiled and not submitted. What a submission must have and a trial can do without may be left out.
 *
 * @param script that takes the place of the job type's; null: the job type's own
 * @param modules what the script requires, by the path beside it
 */
record TrialRequest(JobSubmission submission, @Nullable String script, Map<String, String> modules) {

    static TrialRequest read(byte[] body) {
        RequestFields fields = RequestFields.read(body);
        Optional<JsonText> job = fields.object("job");
        @Nullable String script = fields.text("script").orElse(null);
        Map<String, String> modules = fields.texts("modules");
        if (job.isEmpty()) {
            fields.problem("Field \"job\" is required: a submission, as for /api/v3/jobs");
        }
        fields.check();
        RequestFields ofJob =
                RequestFields.read(job.map(JsonText::text).orElse("{}").getBytes(StandardCharsets.UTF_8));
        String type =
                script == null ? ofJob.requiredText("type") : ofJob.text("type").orElse("script");
        var submission = new JobSubmission(
                ofJob.text("name").filter(name -> !name.isBlank()).orElse("trial"),
                type.isBlank() ? "script" : type,
                null,
                ofJob.integer("priority", 0, JobSubmission.MAX_PRIORITY).orElse(JobSubmission.DEFAULT_PRIORITY),
                ofJob.object("settings").orElse(JsonText.EMPTY_OBJECT),
                ofJob.texts("metadata"),
                ofJob.text("submitter_platform").orElse("manager"),
                ofJob.object("storage").orElse(null),
                ofJob.text("worker_tag").orElse(null),
                JobStatus.QUEUED);
        ofJob.check();
        return new TrialRequest(submission, script, modules);
    }
}
