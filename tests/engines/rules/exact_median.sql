-- duckdb
SELECT
  MEDIAN(x) AS middle,
  QUANTILE_CONT(CAST(x AS DOUBLE), 0.9e0) AS most,
  AVG(x) AS average
FROM (
  SELECT
    CAST('1.5' AS DECIMAL(18, 4)) AS x
  UNION ALL
  SELECT
    CAST('2.6' AS DECIMAL(18, 4))
  UNION ALL
  SELECT
    CAST('9' AS DECIMAL(18, 4))
  UNION ALL
  SELECT
    CAST('2.61' AS DECIMAL(18, 4))
)

-- clickhouse
SELECT
  accurateCastOrNull(
    trunc((
      quantileExactInclusive(0.5e0)(CAST("_0"."x" AS Nullable(Float64)))
    ) * 1e4) + trunc(
      2 * (
        (
          quantileExactInclusive(0.5e0)(CAST("_0"."x" AS Nullable(Float64)))
        ) * 1e4 - trunc((
          quantileExactInclusive(0.5e0)(CAST("_0"."x" AS Nullable(Float64)))
        ) * 1e4)
      )
    ),
    'Int128'
  ) * toDecimal128('0.0001', 4) AS "middle",
  quantileExactInclusive(0.9e0)(CAST("_0"."x" AS Nullable(Float64))) AS "most",
  AVG("_0"."x") AS "average"
FROM (
  SELECT
    CAST('1.5' AS Nullable(Decimal(18, 4))) AS "x"
  UNION ALL
  SELECT
    CAST('2.6' AS Nullable(Decimal(18, 4))) AS "2.6"
  UNION ALL
  SELECT
    CAST('9' AS Nullable(Decimal(18, 4))) AS "9"
  UNION ALL
  SELECT
    CAST('2.61' AS Nullable(Decimal(18, 4))) AS "2.61"
) AS "_0"

-- spark
SELECT
  CAST(CAST(ROUND((
    PERCENTILE(`_0`.`x`, 0.5e0)
  ) * 1e4) AS DECIMAL(32, 0)) * CAST('0.0001' AS DECIMAL(5, 4)) AS DECIMAL(18, 4)) AS `middle`,
  PERCENTILE(CAST(`_0`.`x` AS DOUBLE), 0.9e0) AS `most`,
  AVG(CAST(`_0`.`x` AS DOUBLE)) AS `average`
FROM (
  SELECT
    CAST('1.5' AS DECIMAL(18, 4)) AS `x`
  UNION ALL
  SELECT
    CAST('2.6' AS DECIMAL(18, 4)) AS `2.6`
  UNION ALL
  SELECT
    CAST('9' AS DECIMAL(18, 4)) AS `9`
  UNION ALL
  SELECT
    CAST('2.61' AS DECIMAL(18, 4)) AS `2.61`
) AS `_0`
