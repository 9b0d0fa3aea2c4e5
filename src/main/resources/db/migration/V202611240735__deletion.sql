-- SPDX-License-Identifier: Apache-2.0
-- Since when a job is being deleted.
ALTER TABLE job ADD COLUMN delete_requested timestamptz;

-- Jobs whose own row is gone. What else there is of them is erased bit by bit, so that a job of a million tasks does not hold
-- up the projection; and log chunks that come late, on another topic, are known by it.
CREATE TABLE deleted_job (
    job_id uuid PRIMARY KEY,
    deleted timestamptz NOT NULL,
    -- When nothing was left of it.
    erased timestamptz
);

CREATE INDEX deleted_job_to_erase ON deleted_job (deleted) WHERE erased IS NULL;
CREATE INDEX deleted_job_erased ON deleted_job (erased);

-- A job that is being deleted waits for no worker.
CREATE OR REPLACE VIEW runnable_tasks AS
    SELECT task.type, job.worker_tag AS tag, count(*)::integer AS tasks
    FROM task JOIN job ON job.id = task.job_id
    WHERE task.runnable AND job.delete_requested IS NULL
    GROUP BY task.type, job.worker_tag;
