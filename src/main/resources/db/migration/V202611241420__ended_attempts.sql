-- SPDX-License-Identifier: Apache-2.0
-- What ended within the last hour. A summary of blocks: rows come in the order of time, so it finds them as well as a tree would,
-- and costs the projection next to nothing.
CREATE INDEX task_attempt_by_end ON task_attempt USING brin (ended) WITH (pages_per_range = 32, autosummarize = on);
