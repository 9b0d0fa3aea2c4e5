// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablao.api.ApiProblem;
import io.tablao.event.Answer;
import io.tablao.model.JobId;
import io.tablao.model.JsonText;
import io.tablao.model.Platform;
import io.tablao.model.TaskCommand;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskKey;
import io.tablao.model.TaskStatus;
import io.tablao.model.Variables;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What workers say of their tasks over HTTP, and what they are told of them. */
class TaskNewsTest {

    @Test
    void everything_may_be_left_out() {
        assertThat(read("{}"))
                .isEqualTo(new TaskNews(null, null, "The worker says no more than that it failed", List.of()));
    }

    @Test
    void a_failure_says_why() {
        TaskNews news = read("{\"taskStatus\": \"failed\", \"activity\": \"Out of memory\", \"steps_completed\": 3}");
        assertThat(news.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(news.message()).isEqualTo("Out of memory");
        assertThat(news.steps()).isEqualTo(3);
    }

    @Test
    void a_worker_decides_neither_on_soft_failures_nor_on_what_people_decide_on() {
        for (String status : List.of("soft-failed", "canceled", "queued", "paused", "nonsense")) {
            assertThatThrownBy(() -> read("{\"taskStatus\": \"" + status + "\"}"))
                    .isInstanceOf(ApiProblem.class)
                    .hasMessageContaining(status);
        }
        assertThatThrownBy(() -> read("{\"steps_completed\": -1}")).isInstanceOf(ApiProblem.class);
    }

    @Test
    void a_long_log_comes_in_pieces_of_whole_lines() {
        String line = "x".repeat(1_000) + "\\n";
        TaskNews news = read("{\"log\": \"" + line.repeat(200) + "the end\"}");
        assertThat(news.log())
                .hasSize(4)
                .allSatisfy(piece -> assertThat(piece).endsWith("\n").hasSizeLessThanOrEqualTo(64 * 1024));
        assertThat(String.join("", news.log())).hasSize(200 * 1_001 + 8).endsWith("the end\n");
    }

    @Test
    void a_line_that_is_too_long_is_broken_between_characters() {
        TaskNews news = read("{\"log\": \"" + "é".repeat(50_000) + "\"}");
        assertThat(news.log()).hasSize(2);
        assertThat(String.join("", news.log())).isEqualTo("é".repeat(50_000) + "\n");
    }

    @Test
    void variables_are_those_of_the_workers_platform_as_deep_as_they_are() {
        var command = new TaskCommand(
                "blender-render",
                new JsonText("{\"exe\":\"{blender}\",\"args\":[{\"a\":\"{nope} {blenderArgs}\"}]}"),
                0);
        var task = new TaskDefinition(2, "render", "blender", 40, List.of(), List.of(command));
        var key = new TaskKey(new JobId(new UUID(0, 1)), 2);
        var given = new Answer.TaskGiven(
                "api", new UUID(0, 2), key, 1, "job", "simple", 70, task, Variables.defaults(Platform.WINDOWS));

        AssignedTask assigned = AssignedTask.of(given);

        assertThat(assigned.uuid()).isEqualTo(key.taskId().toString());
        assertThat(assigned.jobPriority()).isEqualTo(70);
        assertThat(assigned.stepsTotal()).isEqualTo(1);
        assertThat(assigned.commands().getFirst().parameters())
                .hasToString("{\"exe\":\"blender.exe\",\"args\":[{\"a\":\"{nope} -b -y\"}]}");
    }

    private static TaskNews read(String body) {
        return TaskNews.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
