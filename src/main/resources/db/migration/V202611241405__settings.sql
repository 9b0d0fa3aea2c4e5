-- SPDX-License-Identifier: Apache-2.0
-- What people have set for the farm: one row, once anything is set.

CREATE TABLE farm_settings (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    revision bigint NOT NULL,
    -- The event that tells of it, as it was written.
    event text NOT NULL
);
