// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablao.api.ApiProblem;
import io.tablao.compiler.JobSetting;
import io.tablao.compiler.JobType;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubmissionReaderTest {

    private static final JobSetting MESSAGE = new JobSetting(
            "message", JobSetting.Type.STRING, null, null, null, null, null, null, null, null, "visible", true, false);
    private static final JobType ECHO = new JobType("echo", "Echo", null, List.of(MESSAGE), "current");

    private final SubmissionReader reader =
            new SubmissionReader(name -> Optional.of(ECHO).filter(type -> name.equals("echo")));

    @Test
    void whatIsLeftOutHasADefault() {
        var checked = read("""
                {"name": " Hello ", "type": "echo", "submitter_platform": "Linux", "settings": {"message": "hi"}}
                """);

        assertThat(checked.id()).isEmpty();
        assertThat(checked.submission()).satisfies(submission -> {
            assertThat(submission.name()).isEqualTo("Hello");
            assertThat(submission.priority()).isEqualTo(50);
            assertThat(submission.initialStatus()).isEqualTo(JobStatus.QUEUED);
            assertThat(submission.submitterPlatform()).isEqualTo("linux");
            assertThat(submission.settings().text()).isEqualTo("{\"message\":\"hi\"}");
            assertThat(submission.workerTag()).isNull();
            assertThat(submission.storage()).isNull();
        });
    }

    @Test
    void whatIsGivenIsTaken() {
        var checked = read("""
                {"id": "8ACC5C40-59E0-4B8A-8C13-3B2FE4B6C74A", "name": "Hello", "type": "echo", "type_etag": "current",
                 "priority": 100, "submitter_platform": "manager", "initial_status": "paused",
                 "worker_tag": "3c1f4a66-0c50-4b0b-9a3b-5a0a2e29b56a", "metadata": {"project": "Flight"},
                 "storage": {"shaman_checkout_id": "x"}, "settings": {"message": "hi"}}
                """);

        assertThat(checked.id()).contains(JobId.of("8acc5c40-59e0-4b8a-8c13-3b2fe4b6c74a"));
        assertThat(checked.submission()).satisfies(submission -> {
            assertThat(submission.typeEtag()).isEqualTo("current");
            assertThat(submission.priority()).isEqualTo(100);
            assertThat(submission.initialStatus()).isEqualTo(JobStatus.PAUSED);
            assertThat(submission.metadata()).containsEntry("project", "Flight");
            assertThat(submission.workerTag()).isEqualTo("3c1f4a66-0c50-4b0b-9a3b-5a0a2e29b56a");
            assertThat(submission.storage()).isNotNull();
        });
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThatThrownBy(() -> read("""
                        {"id": "1-2-3-4-5", "name": " ", "type": "echo", "priority": -1, "initial_status": "active",
                         "worker_tag": 5, "settings": {"message": true}}
                        """))
                .isInstanceOfSatisfying(
                        ApiProblem.class, problem -> assertThat(problem.code()).isEqualTo(400))
                .hasMessageContainingAll(
                        "\"id\"", "\"name\"", "\"priority\"", "\"submitter_platform\"", "\"worker_tag\"")
                .hasMessageContaining("must be queued or paused, not \"active\"")
                .hasMessageContaining("Setting \"message\" must be a text");
    }

    @Test
    void anUnknownJobTypeIsABadRequest() {
        assertThatThrownBy(() -> read("{\"name\": \"Hello\", \"type\": \"nope\", \"submitter_platform\": \"linux\"}"))
                .isInstanceOfSatisfying(
                        ApiProblem.class, problem -> assertThat(problem.code()).isEqualTo(400))
                .hasMessage("There is no job type \"nope\"");
    }

    @Test
    void anotherEtagIsOutdated() {
        assertThatThrownBy(() -> read("""
                        {"name": "Hello", "type": "echo", "type_etag": "former", "submitter_platform": "linux"}
                        """))
                .isInstanceOfSatisfying(
                        ApiProblem.class, problem -> assertThat(problem.code()).isEqualTo(412));
    }

    private SubmissionReader.Checked read(String body) {
        return reader.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
