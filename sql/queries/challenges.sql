-- name: deadline_add
INSERT INTO deadline (number, period, challenge_by, reply_by, person, at)
VALUES (:number, :period, :challenge_by, :reply_by, :person, :at);

-- name: deadline_list
SELECT number, period, challenge_by, reply_by, person, at FROM deadline ORDER BY number;

-- name: challenge_add
INSERT INTO challenge (number, period, code, shadow, payer, payee, value, reason, rule, reference, owner, due, note, person, at)
VALUES (:number, :period, :code, :shadow, :payer, :payee, :value, :reason, :rule, :reference, :owner, :due, :note, :person, :at);

-- name: challenge_list
SELECT number, period, code, shadow, payer, payee, value, reason, rule, reference, owner, due, note, person, at
FROM challenge ORDER BY number;

-- name: reply_add
INSERT INTO reply (number, challenge, answer, accepted, evidence, file, person, at)
VALUES (:number, :challenge, :answer, :accepted, :evidence, :file, :person, :at);

-- name: reply_list
SELECT number, challenge, answer, accepted, evidence, file, person, at FROM reply ORDER BY number;

-- name: resolution_add
INSERT INTO resolution (number, challenge, upheld, way, note, person, at)
VALUES (:number, :challenge, :upheld, :way, :note, :person, :at);

-- name: resolution_list
SELECT number, challenge, upheld, way, note, person, at FROM resolution ORDER BY number;
