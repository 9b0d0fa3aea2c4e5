-- SPDX-License-Identifier: Apache-2.0
-- Rows for single events cost a third of the projection's speed. So what one batch of events has of a job's tasks is one row; what
-- happened to the job as a whole has rows of its own, since it is kept for longer. Of what was written before nothing is taken
-- over.
DROP TABLE job_history;
UPDATE job SET history_kept = 0, history_dropped = history_dropped + history_kept;

CREATE TABLE job_history (
    job_id uuid NOT NULL,
    -- Offsets of the first and the last event: all events of a job lie in one partition, so this is the order of events. The last
    -- of one row may be behind the first of the next.
    position bigint NOT NULL,
    last_position bigint NOT NULL,
    events integer NOT NULL,
    of_tasks boolean NOT NULL,
    -- A JSON list of events: p position, t time, e event, i task, n attempt, w worker, a actor, c cause, d detail.
    entries text NOT NULL,
    PRIMARY KEY (job_id, position)
);

-- Compressing them takes three times as long as writing them.
ALTER TABLE job_history ALTER COLUMN entries SET STORAGE EXTERNAL;
