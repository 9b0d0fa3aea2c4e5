-- SPDX-License-Identifier: Apache-2.0
-- What each job has rendered last, as JPEGs that are compressed already.
CREATE TABLE preview (
    job_id uuid PRIMARY KEY,
    task_index integer NOT NULL,
    produced timestamptz NOT NULL,
    large bytea NOT NULL,
    small bytea NOT NULL,
    tiny bytea NOT NULL
) WITH (fillfactor = 70);
ALTER TABLE preview
    ALTER COLUMN large SET STORAGE EXTERNAL,
    ALTER COLUMN small SET STORAGE EXTERNAL,
    ALTER COLUMN tiny SET STORAGE EXTERNAL;

CREATE INDEX preview_newest ON preview (produced DESC);
