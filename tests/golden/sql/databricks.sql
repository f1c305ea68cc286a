-- seen
SELECT
  a_judged,
  a_period,
  a_key1,
  a_key2,
  a_key3,
  a_shown,
  a_id1,
  a_id2,
  SUM(a_rows) AS a_rows
FROM (
  SELECT
    a_judged,
    a_period,
    CASE WHEN a_judged = 0 THEN NULL WHEN (TRIM(BOTH CONCAT(' ', CHR(9)) FROM a_key1) IS NULL OR TRIM(BOTH CONCAT(' ', CHR(9)) FROM a_key1) IN ('', '-')) THEN NULL
           WHEN TRIM(BOTH CONCAT(' ', CHR(9)) FROM a_key1) IN ('O\'B\\1', 'P001') THEN TRIM(BOTH CONCAT(' ', CHR(9)) FROM a_key1)
           ELSE '(other)' END AS a_key1,
    CASE WHEN a_judged = 0 THEN NULL WHEN (TRIM(BOTH CONCAT(' ', CHR(9)) FROM a_key2) IS NULL OR TRIM(BOTH CONCAT(' ', CHR(9)) FROM a_key2) IN ('', '-')) THEN NULL
           WHEN TRIM(BOTH CONCAT(' ', CHR(9)) FROM a_key2) IN ('130', '330') THEN TRIM(BOTH CONCAT(' ', CHR(9)) FROM a_key2)
           ELSE '(other)' END AS a_key2,
    CASE WHEN a_judged = 0 THEN NULL WHEN (TRIM(BOTH CONCAT(' ', CHR(9)) FROM a_key3) IS NULL OR TRIM(BOTH CONCAT(' ', CHR(9)) FROM a_key3) IN ('', '-')) THEN NULL
           WHEN TRIM(BOTH CONCAT(' ', CHR(9)) FROM a_key3) IN ('C1') THEN TRIM(BOTH CONCAT(' ', CHR(9)) FROM a_key3)
           WHEN TRIM(BOTH CONCAT(' ', CHR(9)) FROM a_key3) IN ('H1', 'H2') THEN 'H1'
           ELSE '(other)' END AS a_key3,
    a_shown,
    a_id1,
    a_id2,
    a_rows
  FROM (
    SELECT
      a_judged,
      a_period,
      a_key1,
      a_key2,
      a_key3,
      a_shown,
      a_id1,
      a_id2,
      COUNT(*) AS a_rows
    FROM (
      SELECT
        a_judged,
        a_period,
        a_key1,
        a_key2,
        a_key3,
        CASE WHEN a_judged > 0 AND (a_times > 1 OR (a_id1 IS NULL OR a_id1 IN ('', '-')) OR (a_id2 IS NULL OR a_id2 IN ('', '-'))) THEN 1 ELSE 0 END AS a_shown,
        CASE WHEN a_judged > 0 AND (a_times > 1 OR (a_id1 IS NULL OR a_id1 IN ('', '-')) OR (a_id2 IS NULL OR a_id2 IN ('', '-'))) THEN a_id1 END AS a_id1,
        CASE WHEN a_judged > 0 AND (a_times > 1 OR (a_id1 IS NULL OR a_id1 IN ('', '-')) OR (a_id2 IS NULL OR a_id2 IN ('', '-'))) THEN a_id2 END AS a_id2
      FROM (
        SELECT
          CASE CASE WHEN (`Attended` IS NOT NULL AND TRIM(BOTH CONCAT(' ', CHR(9)) FROM `Attended`) IN ('5', '6')) THEN 1 ELSE 0 END WHEN 1 THEN CASE CASE WHEN (TRIM(BOTH CONCAT(' ', CHR(9)) FROM `Urgent`) IS NULL OR TRIM(BOTH CONCAT(' ', CHR(9)) FROM `Urgent`) IN ('', '-')) THEN 0 WHEN LOWER(TRIM(BOTH CONCAT(' ', CHR(9)) FROM `Urgent`)) IN ('yes', 'true', 'y', '1') THEN 1 WHEN LOWER(TRIM(BOTH CONCAT(' ', CHR(9)) FROM `Urgent`)) IN ('no', 'false', 'n', '0') THEN 0 ELSE 2 END WHEN 0 THEN 1 WHEN 1 THEN 0 ELSE 2 END WHEN 2 THEN 2 ELSE 0 END AS a_judged,
          YEAR(`Day`) * 10000 + MONTH(`Day`) * 100 + 1 AS a_period,
          `GP` AS a_key1,
          `Service` AS a_key2,
          `Site` AS a_key3,
          TRIM(BOTH CONCAT(' ', CHR(9)) FROM `Id`) AS a_id1,
          TRIM(BOTH CONCAT(' ', CHR(9)) FROM `Provider`) AS a_id2,
          COUNT(*) OVER (PARTITION BY REPLACE(REPLACE(`Id`, ' ', ''), CHR(9), ''), REPLACE(REPLACE(`Provider`, ' ', ''), CHR(9), '')) AS a_times
        FROM nhs.`SUS [``visits]`
      ) AS t
    ) AS r
    GROUP BY a_judged, a_period, a_key1, a_key2, a_key3, a_shown, a_id1, a_id2
  ) AS c
) AS g
GROUP BY a_judged, a_period, a_key1, a_key2, a_key3, a_shown, a_id1, a_id2
-- cost
SELECT
  a_judged,
  a_period,
  a_key1,
  a_shown,
  a_id1,
  a_id2,
  SUM(a_rows) AS a_rows,
  SUM(a_missing) AS a_missing,
  SUM(a_sum) AS a_sum
FROM (
  SELECT
    a_judged,
    a_period,
    CASE WHEN a_judged = 0 THEN NULL WHEN (TRIM(BOTH CONCAT(' ', CHR(9)) FROM a_key1) IS NULL OR TRIM(BOTH CONCAT(' ', CHR(9)) FROM a_key1) IN ('', '-')) THEN NULL
           WHEN TRIM(BOTH CONCAT(' ', CHR(9)) FROM a_key1) IN ('O\'B\\1', 'P001') THEN TRIM(BOTH CONCAT(' ', CHR(9)) FROM a_key1)
           ELSE '(other)' END AS a_key1,
    a_shown,
    a_id1,
    a_id2,
    a_each,
    a_rows,
    a_missing,
    a_sum
  FROM (
    SELECT
      a_judged,
      a_period,
      a_key1,
      a_shown,
      a_id1,
      a_id2,
      a_each,
      COUNT(*) AS a_rows,
      COUNT(CASE WHEN a_state = 1 THEN 1 END) AS a_missing,
      SUM(CASE WHEN a_state = 0 THEN a_value END) AS a_sum
    FROM (
      SELECT
        a_judged,
        a_period,
        a_key1,
        CASE WHEN a_judged > 0 AND (a_times > 1 OR (a_id1 IS NULL OR a_id1 IN ('', '-')) OR (a_id2 IS NULL OR a_id2 IN ('', '-'))) THEN 1 ELSE 0 END AS a_shown,
        CASE WHEN a_judged > 0 AND (a_times > 1 OR (a_id1 IS NULL OR a_id1 IN ('', '-')) OR (a_id2 IS NULL OR a_id2 IN ('', '-'))) THEN a_id1 END AS a_id1,
        CASE WHEN a_judged > 0 AND (a_times > 1 OR (a_id1 IS NULL OR a_id1 IN ('', '-')) OR (a_id2 IS NULL OR a_id2 IN ('', '-'))) THEN a_id2 END AS a_id2,
        CASE WHEN a_judged > 0 AND (a_times > 1 OR (a_id1 IS NULL OR a_id1 IN ('', '-')) OR (a_id2 IS NULL OR a_id2 IN ('', '-'))) THEN a_value END AS a_each,
        a_state,
        a_value
      FROM (
        SELECT
          CASE WHEN ((((`Attended` IS NOT NULL AND TRIM(BOTH CONCAT(' ', CHR(9)) FROM `Attended`) IN ('5', '6')) AND NOT (TRIM(BOTH CONCAT(' ', CHR(9)) FROM `Provider`) IS NULL OR TRIM(BOTH CONCAT(' ', CHR(9)) FROM `Provider`) IN ('', '-'))) AND NOT (TRIM(BOTH CONCAT(' ', CHR(9)) FROM `Service`) IS NULL OR TRIM(BOTH CONCAT(' ', CHR(9)) FROM `Service`) IN ('', '-'))) OR NOT (NOT (TRIM(BOTH CONCAT(' ', CHR(9)) FROM `Site`) IS NULL OR TRIM(BOTH CONCAT(' ', CHR(9)) FROM `Site`) IN ('', '-')))) THEN 1 ELSE 0 END AS a_judged,
          YEAR(`Day`) * 10000 + MONTH(`Day`) * 100 + 1 AS a_period,
          `GP` AS a_key1,
          TRIM(BOTH CONCAT(' ', CHR(9)) FROM `Id`) AS a_id1,
          TRIM(BOTH CONCAT(' ', CHR(9)) FROM `Provider`) AS a_id2,
          CASE WHEN `Tariff` IS NULL THEN 1 ELSE 0 END AS a_state,
          `Tariff` AS a_value,
          COUNT(*) OVER (PARTITION BY REPLACE(REPLACE(`Id`, ' ', ''), CHR(9), ''), REPLACE(REPLACE(`Provider`, ' ', ''), CHR(9), '')) AS a_times
        FROM nhs.`SUS [``visits]`
      ) AS t
    ) AS r
    GROUP BY a_judged, a_period, a_key1, a_shown, a_id1, a_id2, a_each
  ) AS c
) AS g
GROUP BY a_judged, a_period, a_key1, a_shown, a_id1, a_id2, a_each
