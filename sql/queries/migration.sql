-- name: migration_add
INSERT INTO migration (number, what, hash) VALUES (:number, :what, :hash);

-- name: migration_list
SELECT number, what, hash FROM migration ORDER BY number;
