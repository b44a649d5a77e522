-- duckdb
SELECT
  SUM(x * 0.1) AS tenths
FROM (
  SELECT
    CAST('0.1' AS DECIMAL(18, 4)) AS x
  UNION ALL
  SELECT
    CAST('0.2' AS DECIMAL(18, 4))
)

-- clickhouse
SELECT
  SUM(toDecimal256(1, 0) * (
    "_0"."x"
  ) * (
    toDecimal128('0.1', 1)
  )) AS "tenths"
FROM (
  SELECT
    CAST('0.1' AS Nullable(Decimal(18, 4))) AS "x"
  UNION ALL
  SELECT
    CAST('0.2' AS Nullable(Decimal(18, 4))) AS "0.2"
) AS "_0"

-- spark
SELECT
  SUM(`_0`.`x` * 0.1) AS `tenths`
FROM (
  SELECT
    CAST('0.1' AS DECIMAL(18, 4)) AS `x`
  UNION ALL
  SELECT
    CAST('0.2' AS DECIMAL(18, 4)) AS `0.2`
) AS `_0`
