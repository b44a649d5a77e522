-- duckdb
SELECT
  CAST('1' AS DECIMAL(18, 4)) / CAST('3' AS DECIMAL(18, 4)) AS decimals,
  7 / 2 AS whole_numbers,
  1 / NULLIF(0, 0) AS nothing

-- clickhouse
SELECT
  CAST(CAST('1' AS Nullable(Decimal(18, 4))) AS Nullable(Float64)) / nullIf(CAST(nullIf(CAST('3' AS Nullable(Decimal(18, 4))), 0) AS Nullable(Float64)), 0) AS "decimals",
  CAST(7 AS Nullable(Float64)) / nullIf(CAST(nullIf(2, 0) AS Nullable(Float64)), 0) AS "whole_numbers",
  CAST(1 AS Nullable(Float64)) / nullIf(CAST(nullIf(0, 0) AS Nullable(Float64)), 0) AS "nothing"

-- spark
SELECT
  CAST(CAST('1' AS DECIMAL(18, 4)) AS DOUBLE) / CAST(NULLIF(CAST('3' AS DECIMAL(18, 4)), 0) AS DOUBLE) AS `decimals`,
  CAST(7 AS DOUBLE) / CAST(NULLIF(2, 0) AS DOUBLE) AS `whole_numbers`,
  CAST(1 AS DOUBLE) / CAST(NULLIF(0, 0) AS DOUBLE) AS `nothing`
