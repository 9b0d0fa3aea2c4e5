// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import org.jspecify.annotations.Nullable;

/** Ends a request with a status code and a sentence for the person who asked. */
public final class ApiProblem extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int code;

    private ApiProblem(int code, String message, @Nullable Throwable cause) {
        // It tells what happened outside; where in here it was noticed is nobody's business.
        super(message, cause, false, false);
        this.code = code;
    }

    public static ApiProblem badRequest(String message) {
        return new ApiProblem(400, message, null);
    }

    /** Nobody can tell who asks. */
    public static ApiProblem unauthenticated(String message) {
        return new ApiProblem(401, message, null);
    }

    /** Whoever asks is not who it says. */
    public static ApiProblem forbidden(String message) {
        return new ApiProblem(403, message, null);
    }

    public static ApiProblem notFound(String message) {
        return new ApiProblem(404, message, null);
    }

    public static ApiProblem conflict(String message) {
        return new ApiProblem(409, message, null);
    }

    /** What the submitter knows of the job type is no longer so; a worker that is told to restart cannot. */
    public static ApiProblem outdated(String message) {
        return new ApiProblem(412, message, null);
    }

    /** Whoever sends something has not sent it in time. */
    public static ApiProblem tooSlow(String message) {
        return new ApiProblem(408, message, null);
    }

    public static ApiProblem lengthRequired(String message) {
        return new ApiProblem(411, message, null);
    }

    public static ApiProblem unsupported(String message) {
        return new ApiProblem(415, message, null);
    }

    /** Whoever asks is to ask less often. */
    public static ApiProblem tooMany(String message) {
        return new ApiProblem(429, message, null);
    }

    public static ApiProblem tooLarge(String message) {
        return new ApiProblem(413, message, null);
    }

    /** Flamenco: nothing fits what was asked for. */
    public static ApiProblem nothingMatches(String message) {
        return new ApiProblem(416, message, null);
    }

    /** Something is missing that has to be there first. */
    public static ApiProblem failedDependency(String message) {
        return new ApiProblem(424, message, null);
    }

    /** Flamenco: a change that does not go with the state of things. */
    public static ApiProblem unacceptable(String message) {
        return new ApiProblem(422, message, null);
    }

    /** Something that the farm needs is away; the same request may succeed soon. */
    public static ApiProblem unavailable(String message, @Nullable Throwable cause) {
        return new ApiProblem(503, message, cause);
    }

    public int code() {
        return code;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
