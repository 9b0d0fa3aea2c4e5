-- SPDX-License-Identifier: Apache-2.0
-- What people ask of workers, and the groups that they put them into.

ALTER TABLE worker
    ADD COLUMN can_restart boolean NOT NULL DEFAULT false,
    -- The status that the worker is to go to; null: it has the one that it should have.
    ADD COLUMN status_requested text,
    -- Whether it may end its current task first.
    ADD COLUMN status_lazy boolean NOT NULL DEFAULT false;

-- Which workers carry a tag stands with the workers, in their column tags.
CREATE TABLE worker_tag (
    id text PRIMARY KEY,
    name text NOT NULL,
    description text NOT NULL
);

CREATE INDEX job_by_tag ON job (worker_tag) WHERE worker_tag IS NOT NULL;

CREATE TABLE sleep_schedule (
    worker_id uuid PRIMARY KEY,
    active boolean NOT NULL,
    -- mo tu we …, in order of the week; empty: every day.
    days text NOT NULL,
    -- Null: from the beginning, or to the end, of the day.
    start_time time,
    end_time time,
    -- When it comes to its next change; null: there is none.
    next_change timestamptz
) WITH (fillfactor = 70);
