-- Whether a settlement that accrues leaves what was posted as due before as it is; those made earlier turned it into an accrual.
ALTER TABLE settlement ADD COLUMN keeps_due INTEGER NOT NULL DEFAULT 0 CHECK (keeps_due IN (0, 1));
