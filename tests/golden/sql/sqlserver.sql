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
    CASE WHEN a_judged = 0 THEN NULL WHEN (TRIM(' ' + CHAR(9) FROM a_key1) IS NULL OR TRIM(' ' + CHAR(9) FROM a_key1) IN (N'', N'-')) THEN NULL
           WHEN TRIM(' ' + CHAR(9) FROM a_key1) IN (N'O''B\1', N'P001') THEN TRIM(' ' + CHAR(9) FROM a_key1)
           ELSE N'(other)' END AS a_key1,
    CASE WHEN a_judged = 0 THEN NULL WHEN (TRIM(' ' + CHAR(9) FROM a_key2) IS NULL OR TRIM(' ' + CHAR(9) FROM a_key2) IN (N'', N'-')) THEN NULL
           WHEN TRIM(' ' + CHAR(9) FROM a_key2) IN (N'130', N'330') THEN TRIM(' ' + CHAR(9) FROM a_key2)
           ELSE N'(other)' END AS a_key2,
    CASE WHEN a_judged = 0 THEN NULL WHEN (TRIM(' ' + CHAR(9) FROM a_key3) IS NULL OR TRIM(' ' + CHAR(9) FROM a_key3) IN (N'', N'-')) THEN NULL
           WHEN TRIM(' ' + CHAR(9) FROM a_key3) IN (N'C1') THEN TRIM(' ' + CHAR(9) FROM a_key3)
           WHEN TRIM(' ' + CHAR(9) FROM a_key3) IN (N'H1', N'H2') THEN N'H1'
           ELSE N'(other)' END AS a_key3,
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
      COUNT_BIG(*) AS a_rows
    FROM (
      SELECT
        a_judged,
        a_period,
        a_key1,
        a_key2,
        a_key3,
        CASE WHEN a_judged > 0 AND (a_times > 1 OR (a_id1 IS NULL OR a_id1 IN (N'', N'-')) OR (a_id2 IS NULL OR a_id2 IN (N'', N'-'))) THEN 1 ELSE 0 END AS a_shown,
        CASE WHEN a_judged > 0 AND (a_times > 1 OR (a_id1 IS NULL OR a_id1 IN (N'', N'-')) OR (a_id2 IS NULL OR a_id2 IN (N'', N'-'))) THEN a_id1 END AS a_id1,
        CASE WHEN a_judged > 0 AND (a_times > 1 OR (a_id1 IS NULL OR a_id1 IN (N'', N'-')) OR (a_id2 IS NULL OR a_id2 IN (N'', N'-'))) THEN a_id2 END AS a_id2
      FROM (
        SELECT
          CASE CASE WHEN ([Attended] IS NOT NULL AND TRIM(' ' + CHAR(9) FROM [Attended] COLLATE Latin1_General_BIN2) IN (N'5', N'6')) THEN 1 ELSE 0 END WHEN 1 THEN CASE CASE WHEN (TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2) IN (N'', N'-')) THEN 0 WHEN LOWER(TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2)) IN ('yes', 'true', 'y', '1') THEN 1 WHEN LOWER(TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2)) IN ('no', 'false', 'n', '0') THEN 0 ELSE 2 END WHEN 0 THEN 1 WHEN 1 THEN 0 ELSE 2 END WHEN 2 THEN 2 ELSE 0 END AS a_judged,
          YEAR([Day]) * 10000 + MONTH([Day]) * 100 + 1 AS a_period,
          [GP] COLLATE Latin1_General_BIN2 AS a_key1,
          [Service] COLLATE Latin1_General_BIN2 AS a_key2,
          [Site] COLLATE Latin1_General_BIN2 AS a_key3,
          TRIM(' ' + CHAR(9) FROM [Id] COLLATE Latin1_General_BIN2) AS a_id1,
          TRIM(' ' + CHAR(9) FROM [Provider] COLLATE Latin1_General_BIN2) AS a_id2,
          COUNT(*) OVER (PARTITION BY REPLACE(REPLACE([Id] COLLATE Latin1_General_BIN2, ' ', ''), CHAR(9), ''), REPLACE(REPLACE([Provider] COLLATE Latin1_General_BIN2, ' ', ''), CHAR(9), '')) AS a_times
        FROM nhs.[SUS [`visits]]]
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
    CASE WHEN a_judged = 0 THEN NULL WHEN (TRIM(' ' + CHAR(9) FROM a_key1) IS NULL OR TRIM(' ' + CHAR(9) FROM a_key1) IN (N'', N'-')) THEN NULL
           WHEN TRIM(' ' + CHAR(9) FROM a_key1) IN (N'O''B\1', N'P001') THEN TRIM(' ' + CHAR(9) FROM a_key1)
           ELSE N'(other)' END AS a_key1,
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
      COUNT_BIG(*) AS a_rows,
      COUNT_BIG(CASE WHEN a_state = 1 THEN 1 END) AS a_missing,
      SUM(CASE WHEN a_state = 0 THEN a_value END) AS a_sum
    FROM (
      SELECT
        a_judged,
        a_period,
        a_key1,
        CASE WHEN a_judged > 0 AND (a_times > 1 OR (a_id1 IS NULL OR a_id1 IN (N'', N'-')) OR (a_id2 IS NULL OR a_id2 IN (N'', N'-'))) THEN 1 ELSE 0 END AS a_shown,
        CASE WHEN a_judged > 0 AND (a_times > 1 OR (a_id1 IS NULL OR a_id1 IN (N'', N'-')) OR (a_id2 IS NULL OR a_id2 IN (N'', N'-'))) THEN a_id1 END AS a_id1,
        CASE WHEN a_judged > 0 AND (a_times > 1 OR (a_id1 IS NULL OR a_id1 IN (N'', N'-')) OR (a_id2 IS NULL OR a_id2 IN (N'', N'-'))) THEN a_id2 END AS a_id2,
        CASE WHEN a_judged > 0 AND (a_times > 1 OR (a_id1 IS NULL OR a_id1 IN (N'', N'-')) OR (a_id2 IS NULL OR a_id2 IN (N'', N'-'))) THEN a_value END AS a_each,
        a_state,
        a_value
      FROM (
        SELECT
          CASE WHEN (((([Attended] IS NOT NULL AND TRIM(' ' + CHAR(9) FROM [Attended] COLLATE Latin1_General_BIN2) IN (N'5', N'6')) AND NOT (TRIM(' ' + CHAR(9) FROM [Provider] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Provider] COLLATE Latin1_General_BIN2) IN (N'', N'-'))) AND NOT (TRIM(' ' + CHAR(9) FROM [Service] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Service] COLLATE Latin1_General_BIN2) IN (N'', N'-'))) OR NOT (NOT (TRIM(' ' + CHAR(9) FROM [Site] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Site] COLLATE Latin1_General_BIN2) IN (N'', N'-')))) THEN 1 ELSE 0 END AS a_judged,
          YEAR([Day]) * 10000 + MONTH([Day]) * 100 + 1 AS a_period,
          [GP] COLLATE Latin1_General_BIN2 AS a_key1,
          TRIM(' ' + CHAR(9) FROM [Id] COLLATE Latin1_General_BIN2) AS a_id1,
          TRIM(' ' + CHAR(9) FROM [Provider] COLLATE Latin1_General_BIN2) AS a_id2,
          CASE WHEN [Tariff] IS NULL THEN 1 ELSE 0 END AS a_state,
          [Tariff] AS a_value,
          COUNT(*) OVER (PARTITION BY REPLACE(REPLACE([Id] COLLATE Latin1_General_BIN2, ' ', ''), CHAR(9), ''), REPLACE(REPLACE([Provider] COLLATE Latin1_General_BIN2, ' ', ''), CHAR(9), '')) AS a_times
        FROM nhs.[SUS [`visits]]]
      ) AS t
    ) AS r
    GROUP BY a_judged, a_period, a_key1, a_shown, a_id1, a_id2, a_each
  ) AS c
) AS g
GROUP BY a_judged, a_period, a_key1, a_shown, a_id1, a_id2, a_each
