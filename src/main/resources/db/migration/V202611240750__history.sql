-- SPDX-License-Identifier: Apache-2.0
-- Every event of each job. One row for what happens to many tasks at once; no index but that along which it is read, since a
-- task has several events. Begins with the job's id, so that it can be partitioned by it.
CREATE TABLE job_history (
    job_id uuid NOT NULL,
    -- The event's offset: all events of a job lie in one partition, so this is the order in which they happened.
    position bigint NOT NULL,
    at timestamptz NOT NULL,
    event text NOT NULL,
    -- Null: it happened to the job, or to many of its tasks.
    task_index integer,
    attempt integer,
    -- The worker that the event speaks of; and who caused it, when the event names no other actor.
    worker_id uuid,
    actor text,
    -- The command that led to it.
    cause uuid,
    -- One sentence, where event, task and worker do not say it all.
    detail text,
    PRIMARY KEY (job_id, position)
);

-- How many events of the job are there, and how many of its oldest are no longer kept.
ALTER TABLE job ADD COLUMN history_kept bigint NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN history_dropped bigint NOT NULL DEFAULT 0;
