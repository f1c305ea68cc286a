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
    CASE WHEN a_judged = 0 THEN NULL WHEN (BTRIM(a_key1, ' ' || CHR(9)) IS NULL OR BTRIM(a_key1, ' ' || CHR(9)) IN ('', '-')) THEN NULL
           WHEN BTRIM(a_key1, ' ' || CHR(9)) IN ('P000', 'P001', 'P002', 'P003', 'P004', 'P005', 'P006', 'P007', 'P008', 'P009', 'P010', 'P011', 'P012', 'P013', 'P014', 'P015', 'P016', 'P017', 'P018', 'P019', 'P020', 'P021', 'P022', 'P023', 'P024', 'P025', 'P026', 'P027', 'P028', 'P029', 'P030', 'P031', 'P032', 'P033', 'P034', 'P035', 'P036', 'P037', 'P038', 'P039') THEN BTRIM(a_key1, ' ' || CHR(9))
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
            WHEN CASE CASE WHEN ("Attended" IS NOT NULL AND BTRIM("Attended", ' ' || CHR(9)) IN ('5', '6')) THEN 1 ELSE 0 END WHEN 1 THEN CASE CASE WHEN (BTRIM("Urgent", ' ' || CHR(9)) IS NULL OR BTRIM("Urgent", ' ' || CHR(9)) IN ('', '-')) THEN 0 WHEN LOWER(BTRIM("Urgent", ' ' || CHR(9))) IN ('yes', 'true', 'y', '1') THEN 1 WHEN LOWER(BTRIM("Urgent", ' ' || CHR(9))) IN ('no', 'false', 'n', '0') THEN 0 ELSE 2 END WHEN 0 THEN 1 WHEN 1 THEN 0 ELSE 2 END WHEN 2 THEN 2 ELSE 0 END = 2 THEN 2
            WHEN CASE CASE WHEN ("Attended" IS NOT NULL AND BTRIM("Attended", ' ' || CHR(9)) IN ('5', '6')) THEN 1 ELSE 0 END WHEN 1 THEN CASE CASE WHEN (BTRIM("Urgent", ' ' || CHR(9)) IS NULL OR BTRIM("Urgent", ' ' || CHR(9)) IN ('', '-')) THEN 0 WHEN LOWER(BTRIM("Urgent", ' ' || CHR(9))) IN ('yes', 'true', 'y', '1') THEN 1 WHEN LOWER(BTRIM("Urgent", ' ' || CHR(9))) IN ('no', 'false', 'n', '0') THEN 0 ELSE 2 END WHEN 0 THEN 1 WHEN 1 THEN 0 ELSE 2 END WHEN 2 THEN 2 ELSE 0 END = 1 THEN CASE
            WHEN (BTRIM("GP", ' ' || CHR(9)) IS NULL OR BTRIM("GP", ' ' || CHR(9)) IN ('', '-')) OR (BTRIM("Service", ' ' || CHR(9)) IS NULL OR BTRIM("Service", ' ' || CHR(9)) IN ('', '-')) THEN 4
            WHEN SUM(CASE WHEN ("Site" IS NOT NULL AND BTRIM("Site", ' ' || CHR(9)) IN ('H1', 'C1')) AND NOT ((BTRIM("GP", ' ' || CHR(9)) IS NULL OR BTRIM("GP", ' ' || CHR(9)) IN ('', '-')) OR (BTRIM("Service", ' ' || CHR(9)) IS NULL OR BTRIM("Service", ' ' || CHR(9)) IN ('', '-')) OR (BTRIM("Id", ' ' || CHR(9)) IS NULL OR BTRIM("Id", ' ' || CHR(9)) IN ('', '-')) OR (BTRIM("Provider", ' ' || CHR(9)) IS NULL OR BTRIM("Provider", ' ' || CHR(9)) IN ('', '-')) OR "Day" IS NULL) THEN 1 ELSE 0 END) OVER (PARTITION BY BTRIM("GP", ' ' || CHR(9)), BTRIM("Service", ' ' || CHR(9)) ORDER BY (CAST("Day" AS DATE) - DATE '1970-01-01') RANGE BETWEEN CURRENT ROW AND 3 FOLLOWING)
              > SUM(CASE WHEN ("Site" IS NOT NULL AND BTRIM("Site", ' ' || CHR(9)) IN ('H1', 'C1')) AND NOT ((BTRIM("GP", ' ' || CHR(9)) IS NULL OR BTRIM("GP", ' ' || CHR(9)) IN ('', '-')) OR (BTRIM("Service", ' ' || CHR(9)) IS NULL OR BTRIM("Service", ' ' || CHR(9)) IN ('', '-')) OR (BTRIM("Id", ' ' || CHR(9)) IS NULL OR BTRIM("Id", ' ' || CHR(9)) IN ('', '-')) OR (BTRIM("Provider", ' ' || CHR(9)) IS NULL OR BTRIM("Provider", ' ' || CHR(9)) IN ('', '-')) OR "Day" IS NULL) THEN 1 ELSE 0 END) OVER (PARTITION BY BTRIM("GP", ' ' || CHR(9)), BTRIM("Service", ' ' || CHR(9)), BTRIM("Id", ' ' || CHR(9)), BTRIM("Provider", ' ' || CHR(9)) ORDER BY (CAST("Day" AS DATE) - DATE '1970-01-01') RANGE BETWEEN CURRENT ROW AND 3 FOLLOWING)
            THEN 1 ELSE 3 END
            WHEN ("Site" IS NOT NULL AND BTRIM("Site", ' ' || CHR(9)) IN ('H1', 'C1')) AND ((BTRIM("GP", ' ' || CHR(9)) IS NULL OR BTRIM("GP", ' ' || CHR(9)) IN ('', '-')) OR (BTRIM("Service", ' ' || CHR(9)) IS NULL OR BTRIM("Service", ' ' || CHR(9)) IN ('', '-')) OR (BTRIM("Id", ' ' || CHR(9)) IS NULL OR BTRIM("Id", ' ' || CHR(9)) IN ('', '-')) OR (BTRIM("Provider", ' ' || CHR(9)) IS NULL OR BTRIM("Provider", ' ' || CHR(9)) IN ('', '-')) OR "Day" IS NULL) THEN 5 ELSE 0 END AS a_judged,
          CASE WHEN "Day" IS NULL THEN NULL WHEN "Day" < DATE '1800-01-01' THEN 0 ELSE CASE WHEN "Day" < DATE '2015-04-01' THEN CASE WHEN "Day" < DATE '2014-09-01' THEN CASE WHEN "Day" < DATE '2014-06-01' THEN CASE WHEN "Day" < DATE '2014-04-01' THEN 1 ELSE CASE WHEN "Day" < DATE '2014-05-01' THEN 20140401 ELSE 20140501 END END ELSE CASE WHEN "Day" < DATE '2014-07-01' THEN 20140601 ELSE CASE WHEN "Day" < DATE '2014-08-01' THEN 20140701 ELSE 20140801 END END END ELSE CASE WHEN "Day" < DATE '2014-12-01' THEN CASE WHEN "Day" < DATE '2014-10-01' THEN 20140901 ELSE CASE WHEN "Day" < DATE '2014-11-01' THEN 20141001 ELSE 20141101 END END ELSE CASE WHEN "Day" < DATE '2015-02-01' THEN CASE WHEN "Day" < DATE '2015-01-01' THEN 20141201 ELSE 20150101 END ELSE CASE WHEN "Day" < DATE '2015-03-01' THEN 20150201 ELSE 20150301 END END END END ELSE CASE WHEN "Day" < DATE '2015-11-01' THEN CASE WHEN "Day" < DATE '2015-07-01' THEN CASE WHEN "Day" < DATE '2015-05-01' THEN 20150401 ELSE CASE WHEN "Day" < DATE '2015-06-01' THEN 20150501 ELSE 20150601 END END ELSE CASE WHEN "Day" < DATE '2015-09-01' THEN CASE WHEN "Day" < DATE '2015-08-01' THEN 20150701 ELSE 20150801 END ELSE CASE WHEN "Day" < DATE '2015-10-01' THEN 20150901 ELSE 20151001 END END END ELSE CASE WHEN "Day" < DATE '2016-02-01' THEN CASE WHEN "Day" < DATE '2015-12-01' THEN 20151101 ELSE CASE WHEN "Day" < DATE '2016-01-01' THEN 20151201 ELSE 20160101 END END ELSE CASE WHEN "Day" < DATE '2016-04-01' THEN CASE WHEN "Day" < DATE '2016-03-01' THEN 20160201 ELSE 20160301 END ELSE CASE WHEN "Day" < DATE '3000-01-01' THEN 1 ELSE 0 END END END END END END AS a_period,
          "GP" AS a_key1,
          BTRIM("Id", ' ' || CHR(9)) AS a_id1,
          BTRIM("Provider", ' ' || CHR(9)) AS a_id2,
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
    CASE WHEN a_judged = 0 THEN NULL WHEN (BTRIM(a_key1, ' ' || CHR(9)) IS NULL OR BTRIM(a_key1, ' ' || CHR(9)) IN ('', '-')) THEN NULL
           WHEN BTRIM(a_key1, ' ' || CHR(9)) IN ('P000', 'P001', 'P002', 'P003', 'P004', 'P005', 'P006', 'P007', 'P008', 'P009', 'P010', 'P011', 'P012', 'P013', 'P014', 'P015', 'P016', 'P017', 'P018', 'P019', 'P020', 'P021', 'P022', 'P023', 'P024', 'P025', 'P026', 'P027', 'P028', 'P029', 'P030', 'P031', 'P032', 'P033', 'P034', 'P035', 'P036', 'P037', 'P038', 'P039') THEN BTRIM(a_key1, ' ' || CHR(9))
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
            WHEN ("Site" IS NOT NULL AND BTRIM("Site", ' ' || CHR(9)) IN ('C1')) THEN CASE
            WHEN CASE CASE WHEN ("Site" IS NOT NULL AND BTRIM("Site", ' ' || CHR(9)) IN ('H1')) THEN 1 ELSE 0 END WHEN 1 THEN CASE WHEN (BTRIM("Urgent", ' ' || CHR(9)) IS NULL OR BTRIM("Urgent", ' ' || CHR(9)) IN ('', '-')) THEN 0 WHEN LOWER(BTRIM("Urgent", ' ' || CHR(9))) IN ('yes', 'true', 'y', '1') THEN 1 WHEN LOWER(BTRIM("Urgent", ' ' || CHR(9))) IN ('no', 'false', 'n', '0') THEN 0 ELSE 2 END WHEN 2 THEN 2 ELSE 0 END = 2 THEN 2
            WHEN (BTRIM("Service", ' ' || CHR(9)) IS NULL OR BTRIM("Service", ' ' || CHR(9)) IN ('', '-')) OR (BTRIM("GP", ' ' || CHR(9)) IS NULL OR BTRIM("GP", ' ' || CHR(9)) IN ('', '-')) OR (BTRIM("Provider", ' ' || CHR(9)) IS NULL OR BTRIM("Provider", ' ' || CHR(9)) IN ('', '-')) THEN 4
            WHEN SUM(CASE WHEN CASE CASE WHEN ("Site" IS NOT NULL AND BTRIM("Site", ' ' || CHR(9)) IN ('H1')) THEN 1 ELSE 0 END WHEN 1 THEN CASE WHEN (BTRIM("Urgent", ' ' || CHR(9)) IS NULL OR BTRIM("Urgent", ' ' || CHR(9)) IN ('', '-')) THEN 0 WHEN LOWER(BTRIM("Urgent", ' ' || CHR(9))) IN ('yes', 'true', 'y', '1') THEN 1 WHEN LOWER(BTRIM("Urgent", ' ' || CHR(9))) IN ('no', 'false', 'n', '0') THEN 0 ELSE 2 END WHEN 2 THEN 2 ELSE 0 END = 1 AND NOT ((BTRIM("Service", ' ' || CHR(9)) IS NULL OR BTRIM("Service", ' ' || CHR(9)) IN ('', '-')) OR (BTRIM("GP", ' ' || CHR(9)) IS NULL OR BTRIM("GP", ' ' || CHR(9)) IN ('', '-')) OR (BTRIM("Provider", ' ' || CHR(9)) IS NULL OR BTRIM("Provider", ' ' || CHR(9)) IN ('', '-')) OR (BTRIM("Id", ' ' || CHR(9)) IS NULL OR BTRIM("Id", ' ' || CHR(9)) IN ('', '-')) OR (BTRIM("Provider", ' ' || CHR(9)) IS NULL OR BTRIM("Provider", ' ' || CHR(9)) IN ('', '-')) OR "Day" IS NULL) THEN 1 ELSE 0 END) OVER (PARTITION BY BTRIM("Service", ' ' || CHR(9)), BTRIM("GP", ' ' || CHR(9)), BTRIM("Provider", ' ' || CHR(9)) ORDER BY (CAST("Day" AS DATE) - DATE '1970-01-01') RANGE BETWEEN CURRENT ROW AND 40 FOLLOWING)
              > SUM(CASE WHEN CASE CASE WHEN ("Site" IS NOT NULL AND BTRIM("Site", ' ' || CHR(9)) IN ('H1')) THEN 1 ELSE 0 END WHEN 1 THEN CASE WHEN (BTRIM("Urgent", ' ' || CHR(9)) IS NULL OR BTRIM("Urgent", ' ' || CHR(9)) IN ('', '-')) THEN 0 WHEN LOWER(BTRIM("Urgent", ' ' || CHR(9))) IN ('yes', 'true', 'y', '1') THEN 1 WHEN LOWER(BTRIM("Urgent", ' ' || CHR(9))) IN ('no', 'false', 'n', '0') THEN 0 ELSE 2 END WHEN 2 THEN 2 ELSE 0 END = 1 AND NOT ((BTRIM("Service", ' ' || CHR(9)) IS NULL OR BTRIM("Service", ' ' || CHR(9)) IN ('', '-')) OR (BTRIM("GP", ' ' || CHR(9)) IS NULL OR BTRIM("GP", ' ' || CHR(9)) IN ('', '-')) OR (BTRIM("Provider", ' ' || CHR(9)) IS NULL OR BTRIM("Provider", ' ' || CHR(9)) IN ('', '-')) OR (BTRIM("Id", ' ' || CHR(9)) IS NULL OR BTRIM("Id", ' ' || CHR(9)) IN ('', '-')) OR (BTRIM("Provider", ' ' || CHR(9)) IS NULL OR BTRIM("Provider", ' ' || CHR(9)) IN ('', '-')) OR "Day" IS NULL) THEN 1 ELSE 0 END) OVER (PARTITION BY BTRIM("Service", ' ' || CHR(9)), BTRIM("GP", ' ' || CHR(9)), BTRIM("Provider", ' ' || CHR(9)), BTRIM("Id", ' ' || CHR(9)), BTRIM("Provider", ' ' || CHR(9)) ORDER BY (CAST("Day" AS DATE) - DATE '1970-01-01') RANGE BETWEEN CURRENT ROW AND 40 FOLLOWING)
            THEN 1 ELSE 3 END
            WHEN CASE CASE WHEN ("Site" IS NOT NULL AND BTRIM("Site", ' ' || CHR(9)) IN ('H1')) THEN 1 ELSE 0 END WHEN 1 THEN CASE WHEN (BTRIM("Urgent", ' ' || CHR(9)) IS NULL OR BTRIM("Urgent", ' ' || CHR(9)) IN ('', '-')) THEN 0 WHEN LOWER(BTRIM("Urgent", ' ' || CHR(9))) IN ('yes', 'true', 'y', '1') THEN 1 WHEN LOWER(BTRIM("Urgent", ' ' || CHR(9))) IN ('no', 'false', 'n', '0') THEN 0 ELSE 2 END WHEN 2 THEN 2 ELSE 0 END = 2 THEN 6
            WHEN CASE CASE WHEN ("Site" IS NOT NULL AND BTRIM("Site", ' ' || CHR(9)) IN ('H1')) THEN 1 ELSE 0 END WHEN 1 THEN CASE WHEN (BTRIM("Urgent", ' ' || CHR(9)) IS NULL OR BTRIM("Urgent", ' ' || CHR(9)) IN ('', '-')) THEN 0 WHEN LOWER(BTRIM("Urgent", ' ' || CHR(9))) IN ('yes', 'true', 'y', '1') THEN 1 WHEN LOWER(BTRIM("Urgent", ' ' || CHR(9))) IN ('no', 'false', 'n', '0') THEN 0 ELSE 2 END WHEN 2 THEN 2 ELSE 0 END = 1 AND ((BTRIM("Service", ' ' || CHR(9)) IS NULL OR BTRIM("Service", ' ' || CHR(9)) IN ('', '-')) OR (BTRIM("GP", ' ' || CHR(9)) IS NULL OR BTRIM("GP", ' ' || CHR(9)) IN ('', '-')) OR (BTRIM("Provider", ' ' || CHR(9)) IS NULL OR BTRIM("Provider", ' ' || CHR(9)) IN ('', '-')) OR (BTRIM("Id", ' ' || CHR(9)) IS NULL OR BTRIM("Id", ' ' || CHR(9)) IN ('', '-')) OR (BTRIM("Provider", ' ' || CHR(9)) IS NULL OR BTRIM("Provider", ' ' || CHR(9)) IN ('', '-')) OR "Day" IS NULL) THEN 5 ELSE 0 END AS a_judged,
          CASE WHEN "Day" IS NULL THEN NULL WHEN "Day" < DATE '1800-01-01' THEN 0 ELSE CASE WHEN "Day" < DATE '2015-04-01' THEN CASE WHEN "Day" < DATE '2014-09-01' THEN CASE WHEN "Day" < DATE '2014-06-01' THEN CASE WHEN "Day" < DATE '2014-04-01' THEN 1 ELSE CASE WHEN "Day" < DATE '2014-05-01' THEN 20140401 ELSE 20140501 END END ELSE CASE WHEN "Day" < DATE '2014-07-01' THEN 20140601 ELSE CASE WHEN "Day" < DATE '2014-08-01' THEN 20140701 ELSE 20140801 END END END ELSE CASE WHEN "Day" < DATE '2014-12-01' THEN CASE WHEN "Day" < DATE '2014-10-01' THEN 20140901 ELSE CASE WHEN "Day" < DATE '2014-11-01' THEN 20141001 ELSE 20141101 END END ELSE CASE WHEN "Day" < DATE '2015-02-01' THEN CASE WHEN "Day" < DATE '2015-01-01' THEN 20141201 ELSE 20150101 END ELSE CASE WHEN "Day" < DATE '2015-03-01' THEN 20150201 ELSE 20150301 END END END END ELSE CASE WHEN "Day" < DATE '2015-11-01' THEN CASE WHEN "Day" < DATE '2015-07-01' THEN CASE WHEN "Day" < DATE '2015-05-01' THEN 20150401 ELSE CASE WHEN "Day" < DATE '2015-06-01' THEN 20150501 ELSE 20150601 END END ELSE CASE WHEN "Day" < DATE '2015-09-01' THEN CASE WHEN "Day" < DATE '2015-08-01' THEN 20150701 ELSE 20150801 END ELSE CASE WHEN "Day" < DATE '2015-10-01' THEN 20150901 ELSE 20151001 END END END ELSE CASE WHEN "Day" < DATE '2016-02-01' THEN CASE WHEN "Day" < DATE '2015-12-01' THEN 20151101 ELSE CASE WHEN "Day" < DATE '2016-01-01' THEN 20151201 ELSE 20160101 END END ELSE CASE WHEN "Day" < DATE '2016-04-01' THEN CASE WHEN "Day" < DATE '2016-03-01' THEN 20160201 ELSE 20160301 END ELSE CASE WHEN "Day" < DATE '3000-01-01' THEN 1 ELSE 0 END END END END END END AS a_period,
          "GP" AS a_key1,
          BTRIM("Id", ' ' || CHR(9)) AS a_id1,
          BTRIM("Provider", ' ' || CHR(9)) AS a_id2,
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
