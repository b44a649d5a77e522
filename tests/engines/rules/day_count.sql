-- duckdb
SELECT
  CAST('2026-03-31' AS DATE) - CAST('2025-12-31' AS DATE) AS days,
  CAST('2026-03-31' AS DATE) + 1 AS next_day,
  CAST(CAST('2026-03-31' AS DATE) - INTERVAL '1' MONTH AS DATE) AS month_before

-- clickhouse
SELECT
  DATE_DIFF(DAY, CAST('2025-12-31', 'Nullable(Date32)'), CAST('2026-03-31', 'Nullable(Date32)')) AS "days",
  CAST('2026-03-31', 'Nullable(Date32)') + 1 AS "next_day",
  CAST(CAST('2026-03-31', 'Nullable(Date32)') - INTERVAL '1' MONTH, 'Nullable(Date32)') AS "month_before"

-- spark
SELECT
  DATEDIFF(DAY, CAST('2025-12-31' AS DATE), CAST('2026-03-31' AS DATE)) AS `days`,
  CAST('2026-03-31' AS DATE) + 1 AS `next_day`,
  CAST(CAST('2026-03-31' AS DATE) - INTERVAL '1' MONTH AS DATE) AS `month_before`
