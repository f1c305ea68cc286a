-- name: settlement_add
INSERT INTO settlement (number, period, known_by, upto, sha256, person, at, challenges, resolutions, accrues, keeps_due)
VALUES (:number, :period, :known_by, :upto, :sha256, :person, :at, :challenges, :resolutions, :accrues, :keeps_due);

-- name: settlement_list
SELECT s.number, s.period, s.known_by, s.upto, s.sha256, s.person, s.at, a.sha256, a.person, a.at, c.number, c.person, c.at, c.period,
    s.challenges, s.resolutions, s.accrues, s.keeps_due
FROM settlement s LEFT JOIN approval a ON a.settlement = s.number LEFT JOIN closing c ON c.settlement = s.number
ORDER BY s.number;

-- name: approval_add
INSERT INTO approval (settlement, sha256, person, at) VALUES (:settlement, :sha256, :person, :at);

-- name: closing_add
INSERT INTO closing (number, period, settlement, person, at) VALUES (:number, :period, :settlement, :person, :at);

-- name: entry_add
INSERT INTO entry (number, closing, ledger, kind, date, code, title, hash)
VALUES (:number, :closing, :ledger, :kind, :date, :code, :title, :hash);

-- name: entry_list
SELECT number, closing, ledger, kind, date, code, title, hash FROM entry ORDER BY number;

-- name: entry_last
SELECT number, hash FROM entry ORDER BY number DESC LIMIT 1;

-- name: posting_add
INSERT INTO posting (entry, line, class, owner, name, counterparty, amount)
VALUES (:entry, :line, :class, :owner, :name, :counterparty, :amount);

-- name: posting_list
SELECT entry, line, class, owner, name, counterparty, amount FROM posting ORDER BY entry, line;
