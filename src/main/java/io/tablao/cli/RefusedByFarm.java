// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** The farm's answer is an error; its body may tell more than its sentence does. */
final class RefusedByFarm extends CommandProblem {

    private static final long serialVersionUID = 1;

    private final transient JsonNode body;

    RefusedByFarm(String sentence, JsonNode body) {
        super(sentence);
        this.body = body;
    }

    JsonNode body() {
        return body;
    }
}
