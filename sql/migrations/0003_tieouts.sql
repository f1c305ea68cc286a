-- Tie-outs: what is held against what before a period is closed, what came in to hold against, who let
-- a difference pass, and what each closing found.

-- A file of either kind: which values of the contract the parts of tie-outs are, of which the last
-- counts; or totals that others state, such as invoices, which all count.
CREATE TABLE control (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    kind TEXT NOT NULL CHECK (kind IN ('tie-outs', 'control-totals')),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    source TEXT NOT NULL CHECK (length(source) = 64),
    person TEXT NOT NULL REFERENCES person (code),
    at INTEGER NOT NULL
);

-- A line of such a file: a value of the contract, or an amount for a period.
CREATE TABLE control_line (
    control INTEGER NOT NULL REFERENCES control (number),
    line INTEGER NOT NULL CHECK (line >= 1),
    part TEXT NOT NULL CHECK (length(part) >= 1),
    party TEXT NOT NULL,
    value TEXT NOT NULL,
    period TEXT NOT NULL,
    amount TEXT NOT NULL,
    reference TEXT NOT NULL,
    PRIMARY KEY (control, line),
    CHECK ((value = '') <> (amount = '')),
    CHECK ((period = '') = (amount = ''))
);

-- One person's word that a difference may pass: of one settlement, and of exactly these lines of the
-- tie-out (`lines` is their hash). Two different people make a waiver.
CREATE TABLE waiver (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    settlement INTEGER NOT NULL REFERENCES settlement (number),
    sha256 TEXT NOT NULL REFERENCES document (sha256),
    tieout TEXT NOT NULL CHECK (length(tieout) >= 1),
    party TEXT NOT NULL,
    lines TEXT NOT NULL CHECK (length(lines) = 64),
    difference TEXT NOT NULL CHECK (length(difference) >= 1),
    reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
    person TEXT NOT NULL REFERENCES person (code),
    at INTEGER NOT NULL,
    UNIQUE (settlement, tieout, party, lines, person)
);

-- What the tie-outs of a period came to when it was closed, and the last control and waiver that were
-- there (0: none).
CREATE TABLE tied (
    closing INTEGER PRIMARY KEY REFERENCES closing (number),
    controls INTEGER NOT NULL CHECK (controls >= 0),
    waivers INTEGER NOT NULL CHECK (waivers >= 0),
    sha256 TEXT NOT NULL REFERENCES document (sha256)
);

-- only added to: control
-- only added to: control_line
-- only added to: waiver
-- only added to: tied
