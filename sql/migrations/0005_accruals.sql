-- Whether a settlement accrues what rests on data that are not frozen, in place of making it due.
ALTER TABLE settlement ADD COLUMN accrues INTEGER NOT NULL DEFAULT 0 CHECK (accrues IN (0, 1));
