-- The store as it begins: who uses it, what they brought in, and what was done, in a chain.
--
-- Written once for SQLite and PostgreSQL (tools/make_sql.py). Types are INTEGER (64 bits), TEXT and
-- BLOB. `-- only added to: TABLE` refuses every change and removal of its rows.
-- Times are seconds since 1970-01-01 UTC; dates are days since then, as in the program.

-- Which migrations made these tables.
CREATE TABLE migration (
    number INTEGER PRIMARY KEY,
    what TEXT NOT NULL,
    hash TEXT NOT NULL CHECK (length(hash) = 64)
);

-- One row: what this store is.
CREATE TABLE store (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    identifier TEXT NOT NULL CHECK (length(identifier) = 32),
    made_at INTEGER NOT NULL
);

-- Who may act. A person who has left is ended, never removed: what they did keeps their name.
CREATE TABLE person (
    code TEXT PRIMARY KEY CHECK (length(code) BETWEEN 1 AND 64),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    verifier TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    ended_at INTEGER CHECK (ended_at >= added_at)
);

-- The bytes of whatever was brought in, once each.
CREATE TABLE document (
    sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    bytes BLOB NOT NULL,
    size INTEGER NOT NULL CHECK (size >= 0)
);

-- A document under the name by which contract and layouts know it, and since when it is known.
CREATE TABLE submission (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    kind TEXT NOT NULL CHECK (kind IN ('contract', 'data', 'cells')),
    sha256 TEXT NOT NULL REFERENCES document (sha256),
    known INTEGER NOT NULL,
    person TEXT NOT NULL REFERENCES person (code),
    at INTEGER NOT NULL,
    -- The first and the last day that it covers; both or neither.
    covers_from INTEGER,
    covers_until INTEGER CHECK (covers_until >= covers_from),
    adds INTEGER NOT NULL CHECK (adds IN (0, 1)),
    stage TEXT NOT NULL CHECK (stage IN ('', 'flex', 'freeze')),
    -- The file that was brought in: the document itself, or, of cells, the rows that were counted and
    -- let go. Cells have an account beside them, and are for one clause, layout and list of members.
    source TEXT NOT NULL CHECK (length(source) = 64),
    account TEXT REFERENCES document (sha256),
    plan TEXT NOT NULL CHECK (length(plan) = CASE kind WHEN 'cells' THEN 64 ELSE 0 END),
    -- Months without rows are the same file, and so is a freeze in which nothing has changed: what it
    -- covers and its stage tell them apart.
    UNIQUE (name, source, plan, covers_from, stage),
    CHECK ((covers_from IS NULL) = (covers_until IS NULL)),
    CHECK ((account IS NULL) = (kind <> 'cells'))
);

-- What was done: each row holds the hash of the one before it.
CREATE TABLE audit (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    at INTEGER NOT NULL,
    person TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
);

-- only added to: migration
-- only added to: store
-- only added to: document
-- only added to: submission
-- only added to: audit
