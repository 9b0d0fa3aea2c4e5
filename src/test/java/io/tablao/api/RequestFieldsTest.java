// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestFieldsTest {

    @Test
    void malformedJsonIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> read("{\n  \"name\": oops\n}"))
                .isInstanceOfSatisfying(
                        ApiProblem.class, problem -> assertThat(problem.code()).isEqualTo(400))
                .hasMessageStartingWith("The body is not JSON: line 2, column ");
    }

    @Test
    void aBodyThatIsNoObjectIsRefused() {
        assertThatThrownBy(() -> read("[]")).hasMessage("The body must be a JSON object");
        assertThatThrownBy(() -> read("")).hasMessage("The body must be a JSON object");
        assertThatThrownBy(() -> read("{} {}")).hasMessageStartingWith("The body is not JSON");
    }

    @Test
    void allProblemsAreToldAtOnce() {
        // given
        RequestFields fields = read("{\"name\": 7, \"priority\": 101, \"metadata\": {\"project\": []}}");

        // when
        fields.requiredText("name");
        fields.requiredText("type");
        fields.integer("priority", 0, 100);
        fields.texts("metadata");

        // then
        assertThatThrownBy(fields::check)
                .hasMessage("Field \"name\" must be a text, not 7; Field \"type\" is required; "
                        + "Field \"priority\" must be a whole number from 0 to 100, not 101; "
                        + "Field \"metadata.project\" must be a text, not []");
    }

    @Test
    void nullCountsAsLeftOut() {
        RequestFields fields = read("{\"storage\": null}");

        assertThat(fields.object("storage")).isEmpty();
        fields.check();
    }

    @Test
    void numbersGoThroughAsTheyWereWritten() {
        RequestFields fields = read("{\"settings\": {\"scale\": 0.1, \"seed\": 12345678901234567890}}");

        assertThat(fields.object("settings"))
                .hasValueSatisfying(settings ->
                        assertThat(settings.text()).isEqualTo("{\"scale\":0.1,\"seed\":12345678901234567890}"));
    }

    private static RequestFields read(String body) {
        return RequestFields.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
