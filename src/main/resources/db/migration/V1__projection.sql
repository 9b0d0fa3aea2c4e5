-- SPDX-License-Identifier: Apache-2.0
-- The projection of events and task logs. Written by the projector alone, and never read to decide anything: it can be
-- dropped and is then filled again from Kafka.
--
-- There are no foreign keys: the log's order already says that a job comes before its tasks, and changes of a million rows
-- should not look each of them up. All rows of a job are written from one partition, so that two projectors never wait
-- for each other's rows.

-- How far each partition is projected; changed in the transaction that changes the rows.
CREATE TABLE projection_offset (
    topic text NOT NULL,
    partition integer NOT NULL,
    next_offset bigint NOT NULL,
    PRIMARY KEY (topic, partition)
);

CREATE TABLE job (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    type text NOT NULL,
    type_etag text,
    priority integer NOT NULL,
    status text NOT NULL,
    activity text NOT NULL,
    -- JSON as text: what was submitted is given back as it was, in its order.
    settings text NOT NULL,
    metadata text NOT NULL,
    storage text,
    submitter_platform text NOT NULL,
    worker_tag text,
    script_hash text,
    created timestamptz NOT NULL,
    updated timestamptz NOT NULL,
    -- Kept with every change of a task, so that a list of jobs counts nothing.
    task_count integer NOT NULL DEFAULT 0,
    queued_tasks integer NOT NULL DEFAULT 0,
    active_tasks integer NOT NULL DEFAULT 0,
    completed_tasks integer NOT NULL DEFAULT 0,
    failed_tasks integer NOT NULL DEFAULT 0,
    soft_failed_tasks integer NOT NULL DEFAULT 0,
    canceled_tasks integer NOT NULL DEFAULT 0,
    paused_tasks integer NOT NULL DEFAULT 0,
    steps_completed bigint NOT NULL DEFAULT 0,
    steps_total bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 70);

CREATE INDEX job_newest ON job (created DESC, id);
CREATE INDEX job_by_status ON job (status, priority DESC, created DESC);

-- What changes of a task. Narrow, since an update writes the whole row again.
CREATE TABLE task (
    job_id uuid NOT NULL,
    task_index integer NOT NULL,
    id uuid NOT NULL UNIQUE,
    name text NOT NULL,
    type text NOT NULL,
    priority integer NOT NULL,
    status text NOT NULL,
    -- Whether a queue has it: its dependencies are completed and nobody runs it yet.
    runnable boolean NOT NULL DEFAULT false,
    attempt integer NOT NULL DEFAULT 0,
    steps_completed integer NOT NULL DEFAULT 0,
    steps_total integer NOT NULL,
    -- Who runs it, or ran it last.
    worker_id uuid,
    activity text NOT NULL DEFAULT '',
    created timestamptz NOT NULL,
    updated timestamptz NOT NULL,
    -- When a worker last reported on it.
    touched timestamptz,
    started timestamptz,
    ended timestamptz,
    PRIMARY KEY (job_id, task_index)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

CREATE INDEX task_runnable ON task (type, job_id) WHERE runnable;
CREATE INDEX task_active ON task (worker_id) WHERE status = 'active';
-- What people look for in a large job; its other tasks are found along the primary key.
CREATE INDEX task_failed ON task (job_id, task_index) WHERE status IN ('failed', 'soft-failed');

-- What never changes of a task.
CREATE TABLE task_definition (
    job_id uuid NOT NULL,
    task_index integer NOT NULL,
    -- Indices of tasks of the same job.
    dependencies integer[] NOT NULL,
    -- A JSON list of {name, parameters, total_step_count}.
    commands text NOT NULL,
    PRIMARY KEY (job_id, task_index)
);

-- Each start of a task, and how it ended; an outcome is the status that the task got.
CREATE TABLE task_attempt (
    job_id uuid NOT NULL,
    task_index integer NOT NULL,
    attempt integer NOT NULL,
    worker_id uuid NOT NULL,
    started timestamptz,
    ended timestamptz,
    outcome text,
    message text,
    PRIMARY KEY (job_id, task_index, attempt)
);

CREATE INDEX task_attempt_by_worker ON task_attempt (worker_id, started DESC);

-- The workers that failed a task since somebody queued it by hand.
CREATE TABLE task_failure (
    job_id uuid NOT NULL,
    task_index integer NOT NULL,
    worker_id uuid NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (job_id, task_index, worker_id)
);

CREATE TABLE job_blocklist (
    job_id uuid NOT NULL,
    worker_id uuid NOT NULL,
    task_type text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (job_id, worker_id, task_type)
);

CREATE TABLE worker (
    id uuid PRIMARY KEY,
    session uuid NOT NULL,
    name text NOT NULL,
    platform text NOT NULL,
    software text NOT NULL,
    task_types text[] NOT NULL,
    tags text[] NOT NULL,
    status text NOT NULL,
    -- Why the status is what it is.
    reason text NOT NULL DEFAULT '',
    registered timestamptz NOT NULL,
    last_seen timestamptz NOT NULL
) WITH (fillfactor = 70);

CREATE TABLE queue (
    -- The type, or type@tag.
    id text PRIMARY KEY,
    type text NOT NULL,
    tag text,
    -- Whether its topic is there.
    open boolean NOT NULL DEFAULT false,
    waiting integer NOT NULL DEFAULT 0,
    dispatched integer NOT NULL DEFAULT 0,
    running integer NOT NULL DEFAULT 0,
    slots integer NOT NULL DEFAULT 0,
    measured timestamptz
) WITH (fillfactor = 70);

-- What autoscaling looks at.
CREATE VIEW runnable_tasks AS
    SELECT task.type, job.worker_tag AS tag, count(*)::integer AS tasks
    FROM task JOIN job ON job.id = task.job_id
    WHERE task.runnable
    GROUP BY task.type, job.worker_tag;

-- How much is kept of the log of an attempt; attempt 0 holds the scheduler's lines.
CREATE TABLE task_log (
    job_id uuid NOT NULL,
    task_index integer NOT NULL,
    attempt integer NOT NULL,
    -- The sequence that is due; what comes with a lower one is a second delivery.
    next_sequence integer NOT NULL,
    bytes bigint NOT NULL,
    -- Whether it reached the limit; what came later is not kept.
    cut boolean NOT NULL,
    PRIMARY KEY (job_id, task_index, attempt)
) WITH (fillfactor = 70);

CREATE TABLE task_log_chunk (
    job_id uuid NOT NULL,
    task_index integer NOT NULL,
    -- The record's offset: all chunks of a task lie in one partition, so this is the order in which they came.
    position bigint NOT NULL,
    attempt integer NOT NULL,
    sequence integer NOT NULL,
    bytes integer NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (job_id, task_index, position)
);
