// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import io.tablao.model.JobId;
import io.tablao.model.PreviewSize;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where the images are that a job has rendered last.
 *
 * @param base goes before a slash and one of the suffixes, as a path of this server
 * @param suffixes from the largest image to the smallest
 */
@Schema(name = "JobLastRenderedImageInfo")
record LastRendered(String base, List<String> suffixes) {

    static final List<String> SUFFIXES =
            Arrays.stream(PreviewSize.values()).map(PreviewSize::fileName).toList();

    static LastRendered of(JobId job) {
        return new LastRendered("/api/farm/v1/jobs/" + job + "/last-rendered", SUFFIXES);
    }
}
