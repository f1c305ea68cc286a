-- The books: settlements, who approved and who closed them, and the ledger that closing adds to.
-- Amounts are whole minor units.

-- A settlement of a period: what it was made from, and the document that says what closing it posts.
CREATE TABLE settlement (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    period TEXT NOT NULL,
    known_by INTEGER NOT NULL,
    -- The last submission that was there: a later one with an earlier day changes nothing here.
    upto INTEGER NOT NULL REFERENCES submission (number),
    sha256 TEXT NOT NULL REFERENCES document (sha256),
    person TEXT NOT NULL REFERENCES person (code),
    at INTEGER NOT NULL
);

-- That a person approved exactly these bytes.
CREATE TABLE approval (
    settlement INTEGER PRIMARY KEY REFERENCES settlement (number),
    sha256 TEXT NOT NULL REFERENCES document (sha256),
    person TEXT NOT NULL REFERENCES person (code),
    at INTEGER NOT NULL
);

-- A period is closed once.
CREATE TABLE closing (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    period TEXT NOT NULL UNIQUE,
    settlement INTEGER NOT NULL UNIQUE REFERENCES approval (settlement),
    person TEXT NOT NULL REFERENCES person (code),
    at INTEGER NOT NULL
);

-- An entry of the ledger; each holds the hash of the one before it.
CREATE TABLE entry (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    closing INTEGER NOT NULL REFERENCES closing (number),
    ledger TEXT NOT NULL CHECK (ledger IN ('live', 'shadow')),
    kind TEXT NOT NULL CHECK (kind IN ('due', 'reversal', 'again')),
    date INTEGER NOT NULL,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
);

CREATE TABLE posting (
    entry INTEGER NOT NULL REFERENCES entry (number),
    line INTEGER NOT NULL CHECK (line >= 1),
    class TEXT NOT NULL CHECK (class IN ('assets', 'liabilities', 'income', 'expenses')),
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    counterparty TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (entry, line)
);

-- only added to: settlement
-- only added to: approval
-- only added to: closing
-- only added to: entry
-- only added to: posting
