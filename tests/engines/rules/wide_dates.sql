-- duckdb
SELECT
  CAST('1969-07-20' AS DATE) AS day,
  CAST(DATE_TRUNC('WEEK', CAST('1969-07-20' AS DATE)) AS DATE) AS week,
  CAST(DATE_TRUNC('QUARTER', CAST('2026-05-20' AS DATE)) AS DATE) AS quarter,
  CAST(CAST('2026-05-20 23:59:59.123456' AS TIMESTAMP) AS DATE) AS day_of_instant

-- clickhouse
SELECT
  CAST('1969-07-20', 'Nullable(Date32)') AS "day",
  CAST(dateTrunc('WEEK', CAST('1969-07-20', 'Nullable(Date32)')), 'Nullable(Date32)') AS "week",
  CAST(dateTrunc('QUARTER', CAST('2026-05-20', 'Nullable(Date32)')), 'Nullable(Date32)') AS "quarter",
  CAST(CAST('2026-05-20 23:59:59.123456' AS Nullable(DateTime)), 'Nullable(Date32)') AS "day_of_instant"

-- spark
SELECT
  CAST('1969-07-20' AS DATE) AS `day`,
  CAST(TRUNC(CAST('1969-07-20' AS DATE), 'WEEK') AS DATE) AS `week`,
  CAST(TRUNC(CAST('2026-05-20' AS DATE), 'QUARTER') AS DATE) AS `quarter`,
  CAST(CAST('2026-05-20 23:59:59.123456' AS TIMESTAMP_NTZ) AS DATE) AS `day_of_instant`
