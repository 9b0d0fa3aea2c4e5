-- SPDX-License-Identifier: Apache-2.0
-- Lists of jobs by type, and which types there are.
CREATE INDEX job_by_type ON job (type, created DESC, id);
CREATE INDEX job_by_priority ON job (priority DESC, created DESC, id);
CREATE INDEX job_by_name ON job (lower(name), id);
