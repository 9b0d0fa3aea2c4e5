// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.compilers;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tablao.compiler.CompilationFailure;
import io.tablao.compiler.ScriptProblem;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An error that has a place in a script.
 *
 * @param code the HTTP status
 * @param message what is wrong, without the place
 * @param file the script; null: it was not to blame
 * @param line from 1; null: not known
 * @param column from 1; null: not known
 * @param stack functions that were being called, innermost first
 */
@Schema(name = "ScriptError")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ScriptError(
        int code,
        String message,
        @Nullable String file,
        @Nullable Integer line,
        @Nullable Integer column,
        @JsonProperty("source_line") @Nullable String sourceLine,
        @Nullable List<String> stack) {

    static ScriptError of(CompilationFailure failure) {
        ScriptProblem problem = failure.problem();
        return problem == null ? new ScriptError(400, failure.sentence(), null, null, null, null, null) : of(problem);
    }

    static ScriptError of(ScriptProblem problem) {
        boolean placed = problem.line() > 0;
        return new ScriptError(
                400,
                problem.message(),
                problem.script(),
                placed ? problem.line() : null,
                placed ? problem.column() : null,
                problem.sourceLine(),
                problem.stack().isEmpty() ? null : problem.stack());
    }
}
