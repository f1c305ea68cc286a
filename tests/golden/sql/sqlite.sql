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
    CASE WHEN a_judged = 0 THEN NULL WHEN (TRIM(a_key1, ' ' || CHAR(9)) IS NULL OR TRIM(a_key1, ' ' || CHAR(9)) IN ('', '-')) THEN NULL
           WHEN TRIM(a_key1, ' ' || CHAR(9)) IN ('O''B\1', 'P001') THEN TRIM(a_key1, ' ' || CHAR(9))
           ELSE '(other)' END AS a_key1,
    CASE WHEN a_judged = 0 THEN NULL WHEN (TRIM(a_key2, ' ' || CHAR(9)) IS NULL OR TRIM(a_key2, ' ' || CHAR(9)) IN ('', '-')) THEN NULL
           WHEN TRIM(a_key2, ' ' || CHAR(9)) IN ('130', '330') THEN TRIM(a_key2, ' ' || CHAR(9))
           ELSE '(other)' END AS a_key2,
    CASE WHEN a_judged = 0 THEN NULL WHEN (TRIM(a_key3, ' ' || CHAR(9)) IS NULL OR TRIM(a_key3, ' ' || CHAR(9)) IN ('', '-')) THEN NULL
           WHEN TRIM(a_key3, ' ' || CHAR(9)) IN ('C1') THEN TRIM(a_key3, ' ' || CHAR(9))
           WHEN TRIM(a_key3, ' ' || CHAR(9)) IN ('H1', 'H2') THEN 'H1'
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
          CASE CASE WHEN ("Attended" IS NOT NULL AND TRIM("Attended" COLLATE BINARY, ' ' || CHAR(9)) IN ('5', '6')) THEN 1 ELSE 0 END WHEN 1 THEN CASE CASE WHEN (TRIM("Urgent" COLLATE BINARY, ' ' || CHAR(9)) IS NULL OR TRIM("Urgent" COLLATE BINARY, ' ' || CHAR(9)) IN ('', '-')) THEN 0 WHEN LOWER(TRIM("Urgent" COLLATE BINARY, ' ' || CHAR(9))) IN ('yes', 'true', 'y', '1') THEN 1 WHEN LOWER(TRIM("Urgent" COLLATE BINARY, ' ' || CHAR(9))) IN ('no', 'false', 'n', '0') THEN 0 ELSE 2 END WHEN 0 THEN 1 WHEN 1 THEN 0 ELSE 2 END WHEN 2 THEN 2 ELSE 0 END AS a_judged,
          CASE WHEN SUBSTR(TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)), 1, 8) IN ('2015-02-', '2016-02-')
            AND SUBSTR(TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)), 9, 2) IN ('01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '13', '14', '15', '16', '17', '18', '19', '20', '21', '22', '23', '24', '25', '26', '27', '28')
            AND SUBSTR(TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)), 11, 20) IN ('', ' 00:00:00', 'T00:00:00', ' 00:00:00.000') THEN SUBSTR(TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)), 1, 8) || '01' WHEN SUBSTR(TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)), 1, 8) IN ('2014-04-', '2014-06-', '2014-09-', '2014-11-', '2015-04-', '2015-06-', '2015-09-', '2015-11-')
            AND SUBSTR(TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)), 9, 2) IN ('01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '13', '14', '15', '16', '17', '18', '19', '20', '21', '22', '23', '24', '25', '26', '27', '28', '29', '30')
            AND SUBSTR(TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)), 11, 20) IN ('', ' 00:00:00', 'T00:00:00', ' 00:00:00.000') THEN SUBSTR(TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)), 1, 8) || '01' WHEN SUBSTR(TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)), 1, 8) IN ('2014-05-', '2014-07-', '2014-08-', '2014-10-', '2014-12-', '2015-01-', '2015-03-', '2015-05-', '2015-07-', '2015-08-', '2015-10-', '2015-12-', '2016-01-', '2016-03-')
            AND SUBSTR(TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)), 9, 2) IN ('01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '13', '14', '15', '16', '17', '18', '19', '20', '21', '22', '23', '24', '25', '26', '27', '28', '29', '30', '31')
            AND SUBSTR(TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)), 11, 20) IN ('', ' 00:00:00', 'T00:00:00', ' 00:00:00.000') THEN SUBSTR(TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)), 1, 8) || '01' ELSE TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)) END AS a_period,
          "GP" COLLATE BINARY AS a_key1,
          "Service" COLLATE BINARY AS a_key2,
          "Site" COLLATE BINARY AS a_key3,
          TRIM("Id" COLLATE BINARY, ' ' || CHAR(9)) AS a_id1,
          TRIM("Provider" COLLATE BINARY, ' ' || CHAR(9)) AS a_id2,
          COUNT(*) OVER (PARTITION BY REPLACE(REPLACE("Id" COLLATE BINARY, ' ', ''), CHAR(9), ''), REPLACE(REPLACE("Provider" COLLATE BINARY, ' ', ''), CHAR(9), '')) AS a_times
        FROM nhs."SUS [`visits]"
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
  SUM(a_inexact) AS a_inexact,
  SUM(a_sum) AS a_sum
FROM (
  SELECT
    a_judged,
    a_period,
    CASE WHEN a_judged = 0 THEN NULL WHEN (TRIM(a_key1, ' ' || CHAR(9)) IS NULL OR TRIM(a_key1, ' ' || CHAR(9)) IN ('', '-')) THEN NULL
           WHEN TRIM(a_key1, ' ' || CHAR(9)) IN ('O''B\1', 'P001') THEN TRIM(a_key1, ' ' || CHAR(9))
           ELSE '(other)' END AS a_key1,
    a_shown,
    a_id1,
    a_id2,
    a_each,
    a_rows,
    a_missing,
    a_inexact,
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
      COUNT(CASE WHEN a_state = 5 THEN 1 END) AS a_inexact,
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
          CASE WHEN (((("Attended" IS NOT NULL AND TRIM("Attended" COLLATE BINARY, ' ' || CHAR(9)) IN ('5', '6')) AND NOT (TRIM("Provider" COLLATE BINARY, ' ' || CHAR(9)) IS NULL OR TRIM("Provider" COLLATE BINARY, ' ' || CHAR(9)) IN ('', '-'))) AND NOT (TRIM("Service" COLLATE BINARY, ' ' || CHAR(9)) IS NULL OR TRIM("Service" COLLATE BINARY, ' ' || CHAR(9)) IN ('', '-'))) OR NOT (NOT (TRIM("Site" COLLATE BINARY, ' ' || CHAR(9)) IS NULL OR TRIM("Site" COLLATE BINARY, ' ' || CHAR(9)) IN ('', '-')))) THEN 1 ELSE 0 END AS a_judged,
          CASE WHEN SUBSTR(TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)), 1, 8) IN ('2015-02-', '2016-02-')
            AND SUBSTR(TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)), 9, 2) IN ('01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '13', '14', '15', '16', '17', '18', '19', '20', '21', '22', '23', '24', '25', '26', '27', '28')
            AND SUBSTR(TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)), 11, 20) IN ('', ' 00:00:00', 'T00:00:00', ' 00:00:00.000') THEN SUBSTR(TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)), 1, 8) || '01' WHEN SUBSTR(TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)), 1, 8) IN ('2014-04-', '2014-06-', '2014-09-', '2014-11-', '2015-04-', '2015-06-', '2015-09-', '2015-11-')
            AND SUBSTR(TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)), 9, 2) IN ('01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '13', '14', '15', '16', '17', '18', '19', '20', '21', '22', '23', '24', '25', '26', '27', '28', '29', '30')
            AND SUBSTR(TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)), 11, 20) IN ('', ' 00:00:00', 'T00:00:00', ' 00:00:00.000') THEN SUBSTR(TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)), 1, 8) || '01' WHEN SUBSTR(TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)), 1, 8) IN ('2014-05-', '2014-07-', '2014-08-', '2014-10-', '2014-12-', '2015-01-', '2015-03-', '2015-05-', '2015-07-', '2015-08-', '2015-10-', '2015-12-', '2016-01-', '2016-03-')
            AND SUBSTR(TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)), 9, 2) IN ('01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '13', '14', '15', '16', '17', '18', '19', '20', '21', '22', '23', '24', '25', '26', '27', '28', '29', '30', '31')
            AND SUBSTR(TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)), 11, 20) IN ('', ' 00:00:00', 'T00:00:00', ' 00:00:00.000') THEN SUBSTR(TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)), 1, 8) || '01' ELSE TRIM("Day" COLLATE BINARY, ' ' || CHAR(9)) END AS a_period,
          "GP" COLLATE BINARY AS a_key1,
          TRIM("Id" COLLATE BINARY, ' ' || CHAR(9)) AS a_id1,
          TRIM("Provider" COLLATE BINARY, ' ' || CHAR(9)) AS a_id2,
          CASE WHEN (TRIM("Tariff" COLLATE BINARY, ' ' || CHAR(9)) IS NULL OR TRIM("Tariff" COLLATE BINARY, ' ' || CHAR(9)) IN ('', '-')) THEN 1 WHEN TYPEOF("Tariff" COLLATE BINARY) <> 'integer' THEN 5 ELSE 0 END AS a_state,
          CASE WHEN TYPEOF("Tariff" COLLATE BINARY) = 'integer' THEN "Tariff" COLLATE BINARY END AS a_value,
          COUNT(*) OVER (PARTITION BY REPLACE(REPLACE("Id" COLLATE BINARY, ' ', ''), CHAR(9), ''), REPLACE(REPLACE("Provider" COLLATE BINARY, ' ', ''), CHAR(9), '')) AS a_times
        FROM nhs."SUS [`visits]"
      ) AS t
    ) AS r
    GROUP BY a_judged, a_period, a_key1, a_shown, a_id1, a_id2, a_each
  ) AS c
) AS g
GROUP BY a_judged, a_period, a_key1, a_shown, a_id1, a_id2, a_each
