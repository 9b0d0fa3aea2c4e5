-- SPDX-License-Identifier: Apache-2.0
-- The folder that the farm has put together for a job. Named apart from the rest of the storage, so that it can be looked up
-- whether another job has the same.
ALTER TABLE job ADD COLUMN checkout text;
UPDATE job SET checkout = storage::json ->> 'shaman_checkout_id' WHERE storage IS NOT NULL;
CREATE INDEX job_by_checkout ON job (checkout) WHERE checkout IS NOT NULL;

ALTER TABLE deleted_job ADD COLUMN checkout text;
