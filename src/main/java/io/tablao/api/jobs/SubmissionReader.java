// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import io.tablao.api.ApiProblem;
import io.tablao.api.Ids;
import io.tablao.api.RequestFields;
import io.tablao.compiler.JobType;
import io.tablao.compiler.SettingsCheck;
import io.tablao.model.JobId;
import io.tablao.model.JobOptionsReader;
import io.tablao.model.JobStatus;
import io.tablao.model.JobSubmission;
import io.tablao.model.JsonText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes a submission of a request's body, or says all that is wrong with it. */
final class SubmissionReader {

    /** A submission that passed, with the id that its submitter gave, if any. */
    record Checked(Optional<JobId> id, JobSubmission submission) {}

    private final Function<String, Optional<JobType>> types;

    /** @param types the job types of the farm, by name */
    SubmissionReader(Function<String, Optional<JobType>> types) {
        this.types = types;
    }

    /** @throws ApiProblem 400 with all problems, or 412 when the submitter saw another version of the job type */
    Checked read(byte[] body) {
        RequestFields fields = RequestFields.read(body);
        Optional<JobId> id = uuid(fields, "id").map(JobId::new);
        String name = fields.requiredText("name");
        String type = fields.requiredText("type");
        @Nullable
        String etag = fields.text("type_etag").filter(text -> !text.isBlank()).orElse(null);
        int priority = fields.integer("priority", 0, JobSubmission.MAX_PRIORITY).orElse(JobSubmission.DEFAULT_PRIORITY);
        JsonText settings = fields.object("settings").orElse(JsonText.EMPTY_OBJECT);
        Map<String, String> metadata = fields.texts("metadata");
        JobOptionsReader.problems(metadata).forEach(fields::problem);
        String platform = fields.requiredText("submitter_platform").toLowerCase(Locale.ROOT);
        @Nullable JsonText storage = fields.object("storage").orElse(null);
        @Nullable String tag = uuid(fields, "worker_tag").map(UUID::toString).orElse(null);
        JobStatus initial = initialStatus(fields);
        checkSettings(fields, type, etag, settings);
        fields.check();
        return new Checked(
                id, new JobSubmission(name, type, etag, priority, settings, metadata, platform, storage, tag, initial));
    }

    private void checkSettings(RequestFields fields, String typeName, @Nullable String etag, JsonText settings) {
        if (typeName.isEmpty()) {
            return;
        }
        JobType type = types.apply(typeName).orElse(null);
        if (type == null) {
            fields.problem("There is no job type \"" + typeName + "\"");
            return;
        }
        if (etag != null && !etag.equals(type.etag())) {
            // Said alone: other problems may be of the same making.
            throw ApiProblem.outdated("Job type \"" + typeName
                    + "\" has changed since its settings were fetched; fetch the job types again and submit anew");
        }
        if (SettingsCheck.check(type, settings) instanceof SettingsCheck.Refused(List<String> problems)) {
            problems.forEach(fields::problem);
        }
    }

    private static JobStatus initialStatus(RequestFields fields) {
        String label =
                fields.text("initial_status").filter(text -> !text.isEmpty()).orElse("queued");
        return switch (label) {
            case "queued" -> JobStatus.QUEUED;
            case "paused" -> JobStatus.PAUSED;
            default -> {
                fields.problem("Field \"initial_status\" must be queued or paused, not \"" + label + "\"");
                yield JobStatus.QUEUED;
            }
        };
    }

    /** An empty text counts as left out. */
    private static Optional<UUID> uuid(RequestFields fields, String field) {
        Optional<String> text = fields.text(field).map(String::strip).filter(each -> !each.isEmpty());
        Optional<UUID> uuid = text.flatMap(Ids::uuid);
        if (text.isPresent() && uuid.isEmpty()) {
            fields.problem("Field \"" + field + "\" must be a UUID, not \"" + text.get() + "\"");
        }
        return uuid;
    }
}
