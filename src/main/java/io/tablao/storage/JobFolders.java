// SPDX-License-Identifier: Apache-2.0
package io.tablao.storage;

import io.tablao.model.JobId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Where the farm keeps files of its own for a job: one folder each, so that all of it goes when the job is deleted. Files that
 * submitters and tasks write are theirs, and never touched.
 */
@ApplicationScoped
public class JobFolders {

    private final Path root;

    @Inject
    JobFolders(@ConfigProperty(name = "tablao.data-dir", defaultValue = "data") String dataDir) {
        this(Path.of(dataDir).resolve("jobs"));
    }

    JobFolders(Path root) {
        this.root = root;
    }

    /** The job's folder, which may not be there yet. */
    public Path of(JobId job) {
        return root.resolve(job.toString());
    }

    /** Removes the folder with all that is in it; one that is not there, or only in part, is no error. Blocks. */
    public void remove(JobId job) {
        Path folder = of(job);
        try {
            Trees.remove(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The files of job " + job + " could not be removed from " + folder, e);
        }
    }
}
