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
    CASE WHEN a_judged = 0 THEN NULL WHEN (TRIM(' ' + CHAR(9) FROM a_key1) IS NULL OR TRIM(' ' + CHAR(9) FROM a_key1) IN (N'', N'-')) THEN NULL
           WHEN TRIM(' ' + CHAR(9) FROM a_key1) IN (N'P000', N'P001', N'P002', N'P003', N'P004', N'P005', N'P006', N'P007', N'P008', N'P009', N'P010', N'P011', N'P012', N'P013', N'P014', N'P015', N'P016', N'P017', N'P018', N'P019', N'P020', N'P021', N'P022', N'P023', N'P024', N'P025', N'P026', N'P027', N'P028', N'P029', N'P030', N'P031', N'P032', N'P033', N'P034', N'P035', N'P036', N'P037', N'P038', N'P039') THEN TRIM(' ' + CHAR(9) FROM a_key1)
           ELSE N'(other)' END AS a_key1,
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
      COUNT_BIG(*) AS a_rows
    FROM (
      SELECT
        a_judged,
        a_period,
        a_key1,
        CASE WHEN a_judged > 0 AND (a_times > 1 OR (a_id1 IS NULL OR a_id1 IN (N'', N'-')) OR (a_id2 IS NULL OR a_id2 IN (N'', N'-'))) THEN 1 ELSE 0 END AS a_shown,
        CASE WHEN a_judged > 0 AND (a_times > 1 OR (a_id1 IS NULL OR a_id1 IN (N'', N'-')) OR (a_id2 IS NULL OR a_id2 IN (N'', N'-'))) THEN a_id1 END AS a_id1,
        CASE WHEN a_judged > 0 AND (a_times > 1 OR (a_id1 IS NULL OR a_id1 IN (N'', N'-')) OR (a_id2 IS NULL OR a_id2 IN (N'', N'-'))) THEN a_id2 END AS a_id2
      FROM (
        SELECT
          CASE
            WHEN CASE CASE WHEN ([Attended] IS NOT NULL AND TRIM(' ' + CHAR(9) FROM [Attended] COLLATE Latin1_General_BIN2) IN (N'5', N'6')) THEN 1 ELSE 0 END WHEN 1 THEN CASE CASE WHEN (TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2) IN (N'', N'-')) THEN 0 WHEN LOWER(TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2)) IN ('yes', 'true', 'y', '1') THEN 1 WHEN LOWER(TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2)) IN ('no', 'false', 'n', '0') THEN 0 ELSE 2 END WHEN 0 THEN 1 WHEN 1 THEN 0 ELSE 2 END WHEN 2 THEN 2 ELSE 0 END = 2 THEN 2
            WHEN CASE CASE WHEN ([Attended] IS NOT NULL AND TRIM(' ' + CHAR(9) FROM [Attended] COLLATE Latin1_General_BIN2) IN (N'5', N'6')) THEN 1 ELSE 0 END WHEN 1 THEN CASE CASE WHEN (TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2) IN (N'', N'-')) THEN 0 WHEN LOWER(TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2)) IN ('yes', 'true', 'y', '1') THEN 1 WHEN LOWER(TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2)) IN ('no', 'false', 'n', '0') THEN 0 ELSE 2 END WHEN 0 THEN 1 WHEN 1 THEN 0 ELSE 2 END WHEN 2 THEN 2 ELSE 0 END = 1 THEN CASE
            WHEN (TRIM(' ' + CHAR(9) FROM [GP] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [GP] COLLATE Latin1_General_BIN2) IN (N'', N'-')) OR (TRIM(' ' + CHAR(9) FROM [Service] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Service] COLLATE Latin1_General_BIN2) IN (N'', N'-')) THEN 4
            WHEN (SELECT COUNT_BIG(*) FROM nhs.visits
              WHERE TRIM(' ' + CHAR(9) FROM [GP] COLLATE Latin1_General_BIN2) = TRIM(' ' + CHAR(9) FROM o.[GP] COLLATE Latin1_General_BIN2) AND TRIM(' ' + CHAR(9) FROM [Service] COLLATE Latin1_General_BIN2) = TRIM(' ' + CHAR(9) FROM o.[Service] COLLATE Latin1_General_BIN2) AND DATEDIFF(DAY, '1970-01-01', [Day]) - DATEDIFF(DAY, '1970-01-01', o.[Day]) BETWEEN 0 AND 3
              AND ([Site] IS NOT NULL AND TRIM(' ' + CHAR(9) FROM [Site] COLLATE Latin1_General_BIN2) IN (N'H1', N'C1')) AND NOT ((TRIM(' ' + CHAR(9) FROM [GP] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [GP] COLLATE Latin1_General_BIN2) IN (N'', N'-')) OR (TRIM(' ' + CHAR(9) FROM [Service] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Service] COLLATE Latin1_General_BIN2) IN (N'', N'-')) OR (TRIM(' ' + CHAR(9) FROM [Id] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Id] COLLATE Latin1_General_BIN2) IN (N'', N'-')) OR (TRIM(' ' + CHAR(9) FROM [Provider] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Provider] COLLATE Latin1_General_BIN2) IN (N'', N'-')) OR [Day] IS NULL)
              AND NOT (TRIM(' ' + CHAR(9) FROM [Id] COLLATE Latin1_General_BIN2) = TRIM(' ' + CHAR(9) FROM o.[Id] COLLATE Latin1_General_BIN2) AND TRIM(' ' + CHAR(9) FROM [Provider] COLLATE Latin1_General_BIN2) = TRIM(' ' + CHAR(9) FROM o.[Provider] COLLATE Latin1_General_BIN2)))
              > 0
            THEN 1 ELSE 3 END
            WHEN ([Site] IS NOT NULL AND TRIM(' ' + CHAR(9) FROM [Site] COLLATE Latin1_General_BIN2) IN (N'H1', N'C1')) AND ((TRIM(' ' + CHAR(9) FROM [GP] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [GP] COLLATE Latin1_General_BIN2) IN (N'', N'-')) OR (TRIM(' ' + CHAR(9) FROM [Service] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Service] COLLATE Latin1_General_BIN2) IN (N'', N'-')) OR (TRIM(' ' + CHAR(9) FROM [Id] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Id] COLLATE Latin1_General_BIN2) IN (N'', N'-')) OR (TRIM(' ' + CHAR(9) FROM [Provider] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Provider] COLLATE Latin1_General_BIN2) IN (N'', N'-')) OR [Day] IS NULL) THEN 5 ELSE 0 END AS a_judged,
          YEAR([Day]) * 10000 + MONTH([Day]) * 100 + 1 AS a_period,
          [GP] COLLATE Latin1_General_BIN2 AS a_key1,
          TRIM(' ' + CHAR(9) FROM [Id] COLLATE Latin1_General_BIN2) AS a_id1,
          TRIM(' ' + CHAR(9) FROM [Provider] COLLATE Latin1_General_BIN2) AS a_id2,
          COUNT(*) OVER (PARTITION BY REPLACE(REPLACE([Id] COLLATE Latin1_General_BIN2, ' ', ''), CHAR(9), ''), REPLACE(REPLACE([Provider] COLLATE Latin1_General_BIN2, ' ', ''), CHAR(9), '')) AS a_times
        FROM nhs.visits AS o
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
    CASE WHEN a_judged = 0 THEN NULL WHEN (TRIM(' ' + CHAR(9) FROM a_key1) IS NULL OR TRIM(' ' + CHAR(9) FROM a_key1) IN (N'', N'-')) THEN NULL
           WHEN TRIM(' ' + CHAR(9) FROM a_key1) IN (N'P000', N'P001', N'P002', N'P003', N'P004', N'P005', N'P006', N'P007', N'P008', N'P009', N'P010', N'P011', N'P012', N'P013', N'P014', N'P015', N'P016', N'P017', N'P018', N'P019', N'P020', N'P021', N'P022', N'P023', N'P024', N'P025', N'P026', N'P027', N'P028', N'P029', N'P030', N'P031', N'P032', N'P033', N'P034', N'P035', N'P036', N'P037', N'P038', N'P039') THEN TRIM(' ' + CHAR(9) FROM a_key1)
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
          CASE
            WHEN ([Site] IS NOT NULL AND TRIM(' ' + CHAR(9) FROM [Site] COLLATE Latin1_General_BIN2) IN (N'C1')) THEN CASE
            WHEN CASE CASE WHEN ([Site] IS NOT NULL AND TRIM(' ' + CHAR(9) FROM [Site] COLLATE Latin1_General_BIN2) IN (N'H1')) THEN 1 ELSE 0 END WHEN 1 THEN CASE WHEN (TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2) IN (N'', N'-')) THEN 0 WHEN LOWER(TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2)) IN ('yes', 'true', 'y', '1') THEN 1 WHEN LOWER(TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2)) IN ('no', 'false', 'n', '0') THEN 0 ELSE 2 END WHEN 2 THEN 2 ELSE 0 END = 2 THEN 2
            WHEN (TRIM(' ' + CHAR(9) FROM [Service] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Service] COLLATE Latin1_General_BIN2) IN (N'', N'-')) OR (TRIM(' ' + CHAR(9) FROM [GP] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [GP] COLLATE Latin1_General_BIN2) IN (N'', N'-')) OR (TRIM(' ' + CHAR(9) FROM [Provider] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Provider] COLLATE Latin1_General_BIN2) IN (N'', N'-')) THEN 4
            WHEN (SELECT COUNT_BIG(*) FROM nhs.visits
              WHERE TRIM(' ' + CHAR(9) FROM [Service] COLLATE Latin1_General_BIN2) = TRIM(' ' + CHAR(9) FROM o.[Service] COLLATE Latin1_General_BIN2) AND TRIM(' ' + CHAR(9) FROM [GP] COLLATE Latin1_General_BIN2) = TRIM(' ' + CHAR(9) FROM o.[GP] COLLATE Latin1_General_BIN2) AND TRIM(' ' + CHAR(9) FROM [Provider] COLLATE Latin1_General_BIN2) = TRIM(' ' + CHAR(9) FROM o.[Provider] COLLATE Latin1_General_BIN2) AND DATEDIFF(DAY, '1970-01-01', [Day]) - DATEDIFF(DAY, '1970-01-01', o.[Day]) BETWEEN 0 AND 40
              AND CASE CASE WHEN ([Site] IS NOT NULL AND TRIM(' ' + CHAR(9) FROM [Site] COLLATE Latin1_General_BIN2) IN (N'H1')) THEN 1 ELSE 0 END WHEN 1 THEN CASE WHEN (TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2) IN (N'', N'-')) THEN 0 WHEN LOWER(TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2)) IN ('yes', 'true', 'y', '1') THEN 1 WHEN LOWER(TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2)) IN ('no', 'false', 'n', '0') THEN 0 ELSE 2 END WHEN 2 THEN 2 ELSE 0 END = 1 AND NOT ((TRIM(' ' + CHAR(9) FROM [Service] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Service] COLLATE Latin1_General_BIN2) IN (N'', N'-')) OR (TRIM(' ' + CHAR(9) FROM [GP] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [GP] COLLATE Latin1_General_BIN2) IN (N'', N'-')) OR (TRIM(' ' + CHAR(9) FROM [Provider] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Provider] COLLATE Latin1_General_BIN2) IN (N'', N'-')) OR (TRIM(' ' + CHAR(9) FROM [Id] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Id] COLLATE Latin1_General_BIN2) IN (N'', N'-')) OR (TRIM(' ' + CHAR(9) FROM [Provider] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Provider] COLLATE Latin1_General_BIN2) IN (N'', N'-')) OR [Day] IS NULL)
              AND NOT (TRIM(' ' + CHAR(9) FROM [Id] COLLATE Latin1_General_BIN2) = TRIM(' ' + CHAR(9) FROM o.[Id] COLLATE Latin1_General_BIN2) AND TRIM(' ' + CHAR(9) FROM [Provider] COLLATE Latin1_General_BIN2) = TRIM(' ' + CHAR(9) FROM o.[Provider] COLLATE Latin1_General_BIN2)))
              > 0
            THEN 1 ELSE 3 END
            WHEN CASE CASE WHEN ([Site] IS NOT NULL AND TRIM(' ' + CHAR(9) FROM [Site] COLLATE Latin1_General_BIN2) IN (N'H1')) THEN 1 ELSE 0 END WHEN 1 THEN CASE WHEN (TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2) IN (N'', N'-')) THEN 0 WHEN LOWER(TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2)) IN ('yes', 'true', 'y', '1') THEN 1 WHEN LOWER(TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2)) IN ('no', 'false', 'n', '0') THEN 0 ELSE 2 END WHEN 2 THEN 2 ELSE 0 END = 2 THEN 6
            WHEN CASE CASE WHEN ([Site] IS NOT NULL AND TRIM(' ' + CHAR(9) FROM [Site] COLLATE Latin1_General_BIN2) IN (N'H1')) THEN 1 ELSE 0 END WHEN 1 THEN CASE WHEN (TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2) IN (N'', N'-')) THEN 0 WHEN LOWER(TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2)) IN ('yes', 'true', 'y', '1') THEN 1 WHEN LOWER(TRIM(' ' + CHAR(9) FROM [Urgent] COLLATE Latin1_General_BIN2)) IN ('no', 'false', 'n', '0') THEN 0 ELSE 2 END WHEN 2 THEN 2 ELSE 0 END = 1 AND ((TRIM(' ' + CHAR(9) FROM [Service] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Service] COLLATE Latin1_General_BIN2) IN (N'', N'-')) OR (TRIM(' ' + CHAR(9) FROM [GP] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [GP] COLLATE Latin1_General_BIN2) IN (N'', N'-')) OR (TRIM(' ' + CHAR(9) FROM [Provider] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Provider] COLLATE Latin1_General_BIN2) IN (N'', N'-')) OR (TRIM(' ' + CHAR(9) FROM [Id] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Id] COLLATE Latin1_General_BIN2) IN (N'', N'-')) OR (TRIM(' ' + CHAR(9) FROM [Provider] COLLATE Latin1_General_BIN2) IS NULL OR TRIM(' ' + CHAR(9) FROM [Provider] COLLATE Latin1_General_BIN2) IN (N'', N'-')) OR [Day] IS NULL) THEN 5 ELSE 0 END AS a_judged,
          YEAR([Day]) * 10000 + MONTH([Day]) * 100 + 1 AS a_period,
          [GP] COLLATE Latin1_General_BIN2 AS a_key1,
          TRIM(' ' + CHAR(9) FROM [Id] COLLATE Latin1_General_BIN2) AS a_id1,
          TRIM(' ' + CHAR(9) FROM [Provider] COLLATE Latin1_General_BIN2) AS a_id2,
          CASE WHEN [Tariff] IS NULL THEN 1 ELSE 0 END AS a_state,
          [Tariff] AS a_value,
          COUNT(*) OVER (PARTITION BY REPLACE(REPLACE([Id] COLLATE Latin1_General_BIN2, ' ', ''), CHAR(9), ''), REPLACE(REPLACE([Provider] COLLATE Latin1_General_BIN2, ' ', ''), CHAR(9), '')) AS a_times
        FROM nhs.visits AS o
      ) AS t
    ) AS r
    GROUP BY a_judged, a_period, a_key1, a_shown, a_id1, a_id2, a_each
  ) AS c
) AS g
GROUP BY a_judged, a_period, a_key1, a_shown, a_id1, a_id2, a_each
