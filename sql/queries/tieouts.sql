-- name: control_add
INSERT INTO control (number, kind, name, source, person, at) VALUES (:number, :kind, :name, :source, :person, :at);

-- name: control_list
SELECT number, kind, name, source, person, at FROM control ORDER BY number;

-- name: control_line_add
INSERT INTO control_line (control, line, part, party, value, period, amount, reference)
VALUES (:control, :line, :part, :party, :value, :period, :amount, :reference);

-- name: control_line_list
SELECT control, line, part, party, value, period, amount, reference FROM control_line ORDER BY control, line;

-- name: waiver_add
INSERT INTO waiver (number, settlement, sha256, tieout, party, lines, difference, reason, person, at)
VALUES (:number, :settlement, :sha256, :tieout, :party, :lines, :difference, :reason, :person, :at);

-- name: waiver_list
SELECT number, settlement, sha256, tieout, party, lines, difference, reason, person, at FROM waiver ORDER BY number;

-- name: tied_add
INSERT INTO tied (closing, controls, waivers, sha256) VALUES (:closing, :controls, :waivers, :sha256);

-- name: tied_list
SELECT closing, controls, waivers, sha256 FROM tied ORDER BY closing;
