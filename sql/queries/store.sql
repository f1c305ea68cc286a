-- name: store_add
INSERT INTO store (one, identifier, made_at) VALUES (1, :identifier, :at);

-- name: store_get
SELECT identifier, made_at FROM store;

-- name: person_add
INSERT INTO person (code, name, verifier, added_at) VALUES (:code, :name, :verifier, :at);

-- name: person_get
SELECT code, name, verifier, added_at, ended_at FROM person WHERE code = :code;

-- name: person_list
SELECT code, name, verifier, added_at, ended_at FROM person ORDER BY code;

-- name: person_end
UPDATE person SET ended_at = :at WHERE code = :code AND ended_at IS NULL;

-- name: document_add
INSERT INTO document (sha256, bytes, size) VALUES (:sha256, :bytes, :size);

-- name: document_has
SELECT size FROM document WHERE sha256 = :sha256;

-- name: document_get
SELECT bytes FROM document WHERE sha256 = :sha256;

-- name: document_list
SELECT sha256, size FROM document ORDER BY sha256;

-- name: submission_add
INSERT INTO submission (number, name, kind, sha256, known, person, at, covers_from, covers_until, adds, stage, source, account, plan)
VALUES ((SELECT COALESCE(MAX(number), 0) + 1 FROM submission), :name, :kind, :sha256, :known, :person, :at,
    :covers_from, :covers_until, :adds, :stage, :source, :account, :plan);

-- name: submission_same
SELECT number, known, person, at FROM submission 
WHERE name = :name AND source = :source AND plan = :plan AND COALESCE(covers_from, -2000000000) = :covers_from
    AND stage = :stage;

-- name: submission_list
SELECT number, name, kind, sha256, known, person, at, covers_from, covers_until, adds, stage, source, account, plan
FROM submission ORDER BY number;

-- name: audit_add
INSERT INTO audit (number, at, person, action, subject, detail, hash)
VALUES (:number, :at, :person, :action, :subject, :detail, :hash);

-- name: audit_last
SELECT number, hash, at FROM audit ORDER BY number DESC LIMIT 1;

-- name: audit_list
SELECT number, at, person, action, subject, detail, hash FROM audit ORDER BY number;
