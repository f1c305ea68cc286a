-- onward
SELECT
  a_judged,
  a_period,
  a_key1,
  a_shown,
  a_id1,
  a_id2,
  SUM(a_rows) AS a_rows
FROM (
  SELECT
    a_judged,
    a_period,
    CASE WHEN a_judged = 0 THEN NULL WHEN (TRIM(a_key1, ' ' || CHR(9)) IS NULL OR TRIM(a_key1, ' ' || CHR(9)) IN ('', '-')) THEN NULL
           WHEN TRIM(a_key1, ' ' || CHR(9)) IN ('P000', 'P001', 'P002', 'P003', 'P004', 'P005', 'P006', 'P007', 'P008', 'P009', 'P010', 'P011', 'P012', 'P013', 'P014', 'P015', 'P016', 'P017', 'P018', 'P019', 'P020', 'P021', 'P022', 'P023', 'P024', 'P025', 'P026', 'P027', 'P028', 'P029', 'P030', 'P031', 'P032', 'P033', 'P034', 'P035', 'P036', 'P037', 'P038', 'P039') THEN TRIM(a_key1, ' ' || CHR(9))
           ELSE '(other)' END AS a_key1,
    a_shown,
    a_id1,
    a_id2,
    a_rows
  FROM (
    SELECT
      a_judged,
      a_period,
      a_key1,
      a_shown,
      a_id1,
      a_id2,
      COUNT(*) AS a_rows
    FROM (
      SELECT
        a_judged,
        a_period,
        a_key1,
        CASE WHEN a_judged > 0 AND (a_times > 1 OR (a_id1 IS NULL OR a_id1 IN ('', '-')) OR (a_id2 IS NULL OR a_id2 IN ('', '-'))) THEN 1 ELSE 0 END AS a_shown,
        CASE WHEN a_judged > 0 AND (a_times > 1 OR (a_id1 IS NULL OR a_id1 IN ('', '-')) OR (a_id2 IS NULL OR a_id2 IN ('', '-'))) THEN a_id1 END AS a_id1,
        CASE WHEN a_judged > 0 AND (a_times > 1 OR (a_id1 IS NULL OR a_id1 IN ('', '-')) OR (a_id2 IS NULL OR a_id2 IN ('', '-'))) THEN a_id2 END AS a_id2
      FROM (
        SELECT
          CASE
            WHEN CASE CASE WHEN ("Attended" IS NOT NULL AND TRIM("Attended", ' ' || CHR(9)) IN ('5', '6')) THEN 1 ELSE 0 END WHEN 1 THEN CASE CASE WHEN (TRIM("Urgent", ' ' || CHR(9)) IS NULL OR TRIM("Urgent", ' ' || CHR(9)) IN ('', '-')) THEN 0 WHEN LOWER(TRIM("Urgent", ' ' || CHR(9))) IN ('yes', 'true', 'y', '1') THEN 1 WHEN LOWER(TRIM("Urgent", ' ' || CHR(9))) IN ('no', 'false', 'n', '0') THEN 0 ELSE 2 END WHEN 0 THEN 1 WHEN 1 THEN 0 ELSE 2 END WHEN 2 THEN 2 ELSE 0 END = 2 THEN 2
            WHEN CASE CASE WHEN ("Attended" IS NOT NULL AND TRIM("Attended", ' ' || CHR(9)) IN ('5', '6')) THEN 1 ELSE 0 END WHEN 1 THEN CASE CASE WHEN (TRIM("Urgent", ' ' || CHR(9)) IS NULL OR TRIM("Urgent", ' ' || CHR(9)) IN ('', '-')) THEN 0 WHEN LOWER(TRIM("Urgent", ' ' || CHR(9))) IN ('yes', 'true', 'y', '1') THEN 1 WHEN LOWER(TRIM("Urgent", ' ' || CHR(9))) IN ('no', 'false', 'n', '0') THEN 0 ELSE 2 END WHEN 0 THEN 1 WHEN 1 THEN 0 ELSE 2 END WHEN 2 THEN 2 ELSE 0 END = 1 THEN CASE
            WHEN (TRIM("GP", ' ' || CHR(9)) IS NULL OR TRIM("GP", ' ' || CHR(9)) IN ('', '-')) OR (TRIM("Service", ' ' || CHR(9)) IS NULL OR TRIM("Service", ' ' || CHR(9)) IN ('', '-')) THEN 4
            WHEN SUM(CASE WHEN ("Site" IS NOT NULL AND TRIM("Site", ' ' || CHR(9)) IN ('H1', 'C1')) AND NOT ((TRIM("GP", ' ' || CHR(9)) IS NULL OR TRIM("GP", ' ' || CHR(9)) IN ('', '-')) OR (TRIM("Service", ' ' || CHR(9)) IS NULL OR TRIM("Service", ' ' || CHR(9)) IN ('', '-')) OR (TRIM("Id", ' ' || CHR(9)) IS NULL OR TRIM("Id", ' ' || CHR(9)) IN ('', '-')) OR (TRIM("Provider", ' ' || CHR(9)) IS NULL OR TRIM("Provider", ' ' || CHR(9)) IN ('', '-')) OR "Day" IS NULL) THEN 1 ELSE 0 END) OVER (PARTITION BY TRIM("GP", ' ' || CHR(9)), TRIM("Service", ' ' || CHR(9)) ORDER BY DATEDIFF(DAY, DATE '1970-01-01', "Day") RANGE BETWEEN CURRENT ROW AND 3 FOLLOWING)
              > SUM(CASE WHEN ("Site" IS NOT NULL AND TRIM("Site", ' ' || CHR(9)) IN ('H1', 'C1')) AND NOT ((TRIM("GP", ' ' || CHR(9)) IS NULL OR TRIM("GP", ' ' || CHR(9)) IN ('', '-')) OR (TRIM("Service", ' ' || CHR(9)) IS NULL OR TRIM("Service", ' ' || CHR(9)) IN ('', '-')) OR (TRIM("Id", ' ' || CHR(9)) IS NULL OR TRIM("Id", ' ' || CHR(9)) IN ('', '-')) OR (TRIM("Provider", ' ' || CHR(9)) IS NULL OR TRIM("Provider", ' ' || CHR(9)) IN ('', '-')) OR "Day" IS NULL) THEN 1 ELSE 0 END) OVER (PARTITION BY TRIM("GP", ' ' || CHR(9)), TRIM("Service", ' ' || CHR(9)), TRIM("Id", ' ' || CHR(9)), TRIM("Provider", ' ' || CHR(9)) ORDER BY DATEDIFF(DAY, DATE '1970-01-01', "Day") RANGE BETWEEN CURRENT ROW AND 3 FOLLOWING)
            THEN 1 ELSE 3 END
            WHEN ("Site" IS NOT NULL AND TRIM("Site", ' ' || CHR(9)) IN ('H1', 'C1')) AND ((TRIM("GP", ' ' || CHR(9)) IS NULL OR TRIM("GP", ' ' || CHR(9)) IN ('', '-')) OR (TRIM("Service", ' ' || CHR(9)) IS NULL OR TRIM("Service", ' ' || CHR(9)) IN ('', '-')) OR (TRIM("Id", ' ' || CHR(9)) IS NULL OR TRIM("Id", ' ' || CHR(9)) IN ('', '-')) OR (TRIM("Provider", ' ' || CHR(9)) IS NULL OR TRIM("Provider", ' ' || CHR(9)) IN ('', '-')) OR "Day" IS NULL) THEN 5 ELSE 0 END AS a_judged,
          YEAR("Day") * 10000 + MONTH("Day") * 100 + 1 AS a_period,
          "GP" AS a_key1,
          TRIM("Id", ' ' || CHR(9)) AS a_id1,
          TRIM("Provider", ' ' || CHR(9)) AS a_id2,
          COUNT(*) OVER (PARTITION BY REPLACE(REPLACE("Id", ' ', ''), CHR(9), ''), REPLACE(REPLACE("Provider", ' ', ''), CHR(9), '')) AS a_times
        FROM nhs.visits
      ) AS t
    ) AS r
    GROUP BY a_judged, a_period, a_key1, a_shown, a_id1, a_id2
  ) AS c
) AS g
GROUP BY a_judged, a_period, a_key1, a_shown, a_id1, a_id2
-- onward-cost
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
    CASE WHEN a_judged = 0 THEN NULL WHEN (TRIM(a_key1, ' ' || CHR(9)) IS NULL OR TRIM(a_key1, ' ' || CHR(9)) IN ('', '-')) THEN NULL
           WHEN TRIM(a_key1, ' ' || CHR(9)) IN ('P000', 'P001', 'P002', 'P003', 'P004', 'P005', 'P006', 'P007', 'P008', 'P009', 'P010', 'P011', 'P012', 'P013', 'P014', 'P015', 'P016', 'P017', 'P018', 'P019', 'P020', 'P021', 'P022', 'P023', 'P024', 'P025', 'P026', 'P027', 'P028', 'P029', 'P030', 'P031', 'P032', 'P033', 'P034', 'P035', 'P036', 'P037', 'P038', 'P039') THEN TRIM(a_key1, ' ' || CHR(9))
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
          CASE
            WHEN ("Site" IS NOT NULL AND TRIM("Site", ' ' || CHR(9)) IN ('C1')) THEN CASE
            WHEN CASE CASE WHEN ("Site" IS NOT NULL AND TRIM("Site", ' ' || CHR(9)) IN ('H1')) THEN 1 ELSE 0 END WHEN 1 THEN CASE WHEN (TRIM("Urgent", ' ' || CHR(9)) IS NULL OR TRIM("Urgent", ' ' || CHR(9)) IN ('', '-')) THEN 0 WHEN LOWER(TRIM("Urgent", ' ' || CHR(9))) IN ('yes', 'true', 'y', '1') THEN 1 WHEN LOWER(TRIM("Urgent", ' ' || CHR(9))) IN ('no', 'false', 'n', '0') THEN 0 ELSE 2 END WHEN 2 THEN 2 ELSE 0 END = 2 THEN 2
            WHEN (TRIM("Service", ' ' || CHR(9)) IS NULL OR TRIM("Service", ' ' || CHR(9)) IN ('', '-')) OR (TRIM("GP", ' ' || CHR(9)) IS NULL OR TRIM("GP", ' ' || CHR(9)) IN ('', '-')) OR (TRIM("Provider", ' ' || CHR(9)) IS NULL OR TRIM("Provider", ' ' || CHR(9)) IN ('', '-')) THEN 4
            WHEN SUM(CASE WHEN CASE CASE WHEN ("Site" IS NOT NULL AND TRIM("Site", ' ' || CHR(9)) IN ('H1')) THEN 1 ELSE 0 END WHEN 1 THEN CASE WHEN (TRIM("Urgent", ' ' || CHR(9)) IS NULL OR TRIM("Urgent", ' ' || CHR(9)) IN ('', '-')) THEN 0 WHEN LOWER(TRIM("Urgent", ' ' || CHR(9))) IN ('yes', 'true', 'y', '1') THEN 1 WHEN LOWER(TRIM("Urgent", ' ' || CHR(9))) IN ('no', 'false', 'n', '0') THEN 0 ELSE 2 END WHEN 2 THEN 2 ELSE 0 END = 1 AND NOT ((TRIM("Service", ' ' || CHR(9)) IS NULL OR TRIM("Service", ' ' || CHR(9)) IN ('', '-')) OR (TRIM("GP", ' ' || CHR(9)) IS NULL OR TRIM("GP", ' ' || CHR(9)) IN ('', '-')) OR (TRIM("Provider", ' ' || CHR(9)) IS NULL OR TRIM("Provider", ' ' || CHR(9)) IN ('', '-')) OR (TRIM("Id", ' ' || CHR(9)) IS NULL OR TRIM("Id", ' ' || CHR(9)) IN ('', '-')) OR (TRIM("Provider", ' ' || CHR(9)) IS NULL OR TRIM("Provider", ' ' || CHR(9)) IN ('', '-')) OR "Day" IS NULL) THEN 1 ELSE 0 END) OVER (PARTITION BY TRIM("Service", ' ' || CHR(9)), TRIM("GP", ' ' || CHR(9)), TRIM("Provider", ' ' || CHR(9)) ORDER BY DATEDIFF(DAY, DATE '1970-01-01', "Day") RANGE BETWEEN CURRENT ROW AND 40 FOLLOWING)
              > SUM(CASE WHEN CASE CASE WHEN ("Site" IS NOT NULL AND TRIM("Site", ' ' || CHR(9)) IN ('H1')) THEN 1 ELSE 0 END WHEN 1 THEN CASE WHEN (TRIM("Urgent", ' ' || CHR(9)) IS NULL OR TRIM("Urgent", ' ' || CHR(9)) IN ('', '-')) THEN 0 WHEN LOWER(TRIM("Urgent", ' ' || CHR(9))) IN ('yes', 'true', 'y', '1') THEN 1 WHEN LOWER(TRIM("Urgent", ' ' || CHR(9))) IN ('no', 'false', 'n', '0') THEN 0 ELSE 2 END WHEN 2 THEN 2 ELSE 0 END = 1 AND NOT ((TRIM("Service", ' ' || CHR(9)) IS NULL OR TRIM("Service", ' ' || CHR(9)) IN ('', '-')) OR (TRIM("GP", ' ' || CHR(9)) IS NULL OR TRIM("GP", ' ' || CHR(9)) IN ('', '-')) OR (TRIM("Provider", ' ' || CHR(9)) IS NULL OR TRIM("Provider", ' ' || CHR(9)) IN ('', '-')) OR (TRIM("Id", ' ' || CHR(9)) IS NULL OR TRIM("Id", ' ' || CHR(9)) IN ('', '-')) OR (TRIM("Provider", ' ' || CHR(9)) IS NULL OR TRIM("Provider", ' ' || CHR(9)) IN ('', '-')) OR "Day" IS NULL) THEN 1 ELSE 0 END) OVER (PARTITION BY TRIM("Service", ' ' || CHR(9)), TRIM("GP", ' ' || CHR(9)), TRIM("Provider", ' ' || CHR(9)), TRIM("Id", ' ' || CHR(9)), TRIM("Provider", ' ' || CHR(9)) ORDER BY DATEDIFF(DAY, DATE '1970-01-01', "Day") RANGE BETWEEN CURRENT ROW AND 40 FOLLOWING)
            THEN 1 ELSE 3 END
            WHEN CASE CASE WHEN ("Site" IS NOT NULL AND TRIM("Site", ' ' || CHR(9)) IN ('H1')) THEN 1 ELSE 0 END WHEN 1 THEN CASE WHEN (TRIM("Urgent", ' ' || CHR(9)) IS NULL OR TRIM("Urgent", ' ' || CHR(9)) IN ('', '-')) THEN 0 WHEN LOWER(TRIM("Urgent", ' ' || CHR(9))) IN ('yes', 'true', 'y', '1') THEN 1 WHEN LOWER(TRIM("Urgent", ' ' || CHR(9))) IN ('no', 'false', 'n', '0') THEN 0 ELSE 2 END WHEN 2 THEN 2 ELSE 0 END = 2 THEN 6
            WHEN CASE CASE WHEN ("Site" IS NOT NULL AND TRIM("Site", ' ' || CHR(9)) IN ('H1')) THEN 1 ELSE 0 END WHEN 1 THEN CASE WHEN (TRIM("Urgent", ' ' || CHR(9)) IS NULL OR TRIM("Urgent", ' ' || CHR(9)) IN ('', '-')) THEN 0 WHEN LOWER(TRIM("Urgent", ' ' || CHR(9))) IN ('yes', 'true', 'y', '1') THEN 1 WHEN LOWER(TRIM("Urgent", ' ' || CHR(9))) IN ('no', 'false', 'n', '0') THEN 0 ELSE 2 END WHEN 2 THEN 2 ELSE 0 END = 1 AND ((TRIM("Service", ' ' || CHR(9)) IS NULL OR TRIM("Service", ' ' || CHR(9)) IN ('', '-')) OR (TRIM("GP", ' ' || CHR(9)) IS NULL OR TRIM("GP", ' ' || CHR(9)) IN ('', '-')) OR (TRIM("Provider", ' ' || CHR(9)) IS NULL OR TRIM("Provider", ' ' || CHR(9)) IN ('', '-')) OR (TRIM("Id", ' ' || CHR(9)) IS NULL OR TRIM("Id", ' ' || CHR(9)) IN ('', '-')) OR (TRIM("Provider", ' ' || CHR(9)) IS NULL OR TRIM("Provider", ' ' || CHR(9)) IN ('', '-')) OR "Day" IS NULL) THEN 5 ELSE 0 END AS a_judged,
          YEAR("Day") * 10000 + MONTH("Day") * 100 + 1 AS a_period,
          "GP" AS a_key1,
          TRIM("Id", ' ' || CHR(9)) AS a_id1,
          TRIM("Provider", ' ' || CHR(9)) AS a_id2,
          CASE WHEN "Tariff" IS NULL THEN 1 ELSE 0 END AS a_state,
          "Tariff" AS a_value,
          COUNT(*) OVER (PARTITION BY REPLACE(REPLACE("Id", ' ', ''), CHR(9), ''), REPLACE(REPLACE("Provider", ' ', ''), CHR(9), '')) AS a_times
        FROM nhs.visits
      ) AS t
    ) AS r
    GROUP BY a_judged, a_period, a_key1, a_shown, a_id1, a_id2, a_each
  ) AS c
) AS g
GROUP BY a_judged, a_period, a_key1, a_shown, a_id1, a_id2, a_each
