-- Challenges: what a payer does not agree is due, who answers for it until when, what was replied, and
-- how it ended. Amounts are whole minor units.

-- The last challenge and resolution that a settlement took in: what is held goes by these.
ALTER TABLE settlement ADD COLUMN challenges INTEGER NOT NULL DEFAULT 0;
ALTER TABLE settlement ADD COLUMN resolutions INTEGER NOT NULL DEFAULT 0;

-- Until when a period may be challenged, and replies are expected; of a period the last counts.
CREATE TABLE deadline (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    period TEXT NOT NULL CHECK (length(period) >= 1),
    challenge_by INTEGER NOT NULL,
    reply_by INTEGER NOT NULL CHECK (reply_by >= challenge_by),
    person TEXT NOT NULL REFERENCES person (code),
    at INTEGER NOT NULL
);

-- A part of what one is due to pay another by a payment, that is disputed.
CREATE TABLE challenge (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    period TEXT NOT NULL CHECK (length(period) >= 1),
    code TEXT NOT NULL CHECK (length(code) >= 1),
    shadow INTEGER NOT NULL CHECK (shadow IN (0, 1)),
    payer TEXT NOT NULL CHECK (length(payer) >= 1),
    payee TEXT NOT NULL CHECK (length(payee) >= 1),
    value INTEGER NOT NULL CHECK (value > 0),
    reason TEXT NOT NULL CHECK (length(reason) >= 1),
    rule TEXT NOT NULL,
    reference TEXT NOT NULL,
    owner TEXT NOT NULL REFERENCES person (code),
    due INTEGER NOT NULL,
    note TEXT NOT NULL CHECK (length(note) <= 1000),
    person TEXT NOT NULL REFERENCES person (code),
    at INTEGER NOT NULL
);

CREATE TABLE reply (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    challenge INTEGER NOT NULL REFERENCES challenge (number),
    answer TEXT NOT NULL CHECK (answer IN ('accept', 'partly', 'reject')),
    accepted INTEGER NOT NULL CHECK (accepted >= 0),
    evidence TEXT NOT NULL CHECK (length(evidence) BETWEEN 1 AND 1000),
    -- Of a file of evidence its hash alone: it may hold what no store may.
    file TEXT NOT NULL CHECK (length(file) IN (0, 64)),
    person TEXT NOT NULL REFERENCES person (code),
    at INTEGER NOT NULL
);

-- A challenge ends once. What is upheld is credited, or comes out of corrected data.
CREATE TABLE resolution (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    challenge INTEGER NOT NULL UNIQUE REFERENCES challenge (number),
    upheld INTEGER NOT NULL CHECK (upheld >= 0),
    way TEXT NOT NULL CHECK (way IN ('', 'credit', 'data')),
    note TEXT NOT NULL CHECK (length(note) BETWEEN 1 AND 1000),
    person TEXT NOT NULL REFERENCES person (code),
    at INTEGER NOT NULL,
    CHECK ((upheld = 0) = (way = ''))
);

-- only added to: deadline
-- only added to: challenge
-- only added to: reply
-- only added to: resolution
