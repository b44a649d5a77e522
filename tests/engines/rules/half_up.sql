-- duckdb
SELECT
  CAST(CAST('2.00005' AS DECIMAL(18, 6)) AS DECIMAL(18, 4)) AS decimal_up,
  CAST(CAST('-2.00005' AS DECIMAL(18, 6)) AS DECIMAL(18, 4)) AS decimal_down,
  CAST(100.01 / 8 AS DECIMAL(38, 4)) AS quotient,
  CAST(-100.01 / 8 AS DECIMAL(38, 4)) AS negative,
  CAST(156402525 / 20000 AS DECIMAL(38, 4)) AS to_the_even,
  CAST(1 / NULLIF(0, 0) AS DECIMAL(38, 4)) AS nothing,
  CAST(100.01 / 7 AS DECIMAL(38, 10)) AS ten_digits

-- clickhouse
SELECT
  CAST(round(CAST('2.00005' AS Nullable(Decimal(18, 6))), 4) AS Nullable(Decimal(18, 4))) AS "decimal_up",
  CAST(round(CAST('-2.00005' AS Nullable(Decimal(18, 6))), 4) AS Nullable(Decimal(18, 4))) AS "decimal_down",
  accurateCastOrNull(
    trunc(
      (
        CAST(toDecimal128('100.01', 2) AS Nullable(Float64)) / nullIf(CAST(nullIf(8, 0) AS Nullable(Float64)), 0)
      ) * 1e4
    ) + trunc(
      2 * (
        (
          CAST(toDecimal128('100.01', 2) AS Nullable(Float64)) / nullIf(CAST(nullIf(8, 0) AS Nullable(Float64)), 0)
        ) * 1e4 - trunc(
          (
            CAST(toDecimal128('100.01', 2) AS Nullable(Float64)) / nullIf(CAST(nullIf(8, 0) AS Nullable(Float64)), 0)
          ) * 1e4
        )
      )
    ),
    'Int128'
  ) * toDecimal128('0.0001', 4) AS "quotient",
  accurateCastOrNull(
    trunc(
      (
        CAST(-toDecimal128('100.01', 2) AS Nullable(Float64)) / nullIf(CAST(nullIf(8, 0) AS Nullable(Float64)), 0)
      ) * 1e4
    ) + trunc(
      2 * (
        (
          CAST(-toDecimal128('100.01', 2) AS Nullable(Float64)) / nullIf(CAST(nullIf(8, 0) AS Nullable(Float64)), 0)
        ) * 1e4 - trunc(
          (
            CAST(-toDecimal128('100.01', 2) AS Nullable(Float64)) / nullIf(CAST(nullIf(8, 0) AS Nullable(Float64)), 0)
          ) * 1e4
        )
      )
    ),
    'Int128'
  ) * toDecimal128('0.0001', 4) AS "negative",
  accurateCastOrNull(
    trunc(
      (
        CAST(156402525 AS Nullable(Float64)) / nullIf(CAST(nullIf(20000, 0) AS Nullable(Float64)), 0)
      ) * 1e4
    ) + trunc(
      2 * (
        (
          CAST(156402525 AS Nullable(Float64)) / nullIf(CAST(nullIf(20000, 0) AS Nullable(Float64)), 0)
        ) * 1e4 - trunc(
          (
            CAST(156402525 AS Nullable(Float64)) / nullIf(CAST(nullIf(20000, 0) AS Nullable(Float64)), 0)
          ) * 1e4
        )
      )
    ),
    'Int128'
  ) * toDecimal128('0.0001', 4) AS "to_the_even",
  accurateCastOrNull(
    trunc(
      (
        CAST(1 AS Nullable(Float64)) / nullIf(CAST(nullIf(0, 0) AS Nullable(Float64)), 0)
      ) * 1e4
    ) + trunc(
      2 * (
        (
          CAST(1 AS Nullable(Float64)) / nullIf(CAST(nullIf(0, 0) AS Nullable(Float64)), 0)
        ) * 1e4 - trunc(
          (
            CAST(1 AS Nullable(Float64)) / nullIf(CAST(nullIf(0, 0) AS Nullable(Float64)), 0)
          ) * 1e4
        )
      )
    ),
    'Int128'
  ) * toDecimal128('0.0001', 4) AS "nothing",
  accurateCastOrNull(
    trunc(
      (
        CAST(toDecimal128('100.01', 2) AS Nullable(Float64)) / nullIf(CAST(nullIf(7, 0) AS Nullable(Float64)), 0)
      ) * 1e10
    ) + trunc(
      2 * (
        (
          CAST(toDecimal128('100.01', 2) AS Nullable(Float64)) / nullIf(CAST(nullIf(7, 0) AS Nullable(Float64)), 0)
        ) * 1e10 - trunc(
          (
            CAST(toDecimal128('100.01', 2) AS Nullable(Float64)) / nullIf(CAST(nullIf(7, 0) AS Nullable(Float64)), 0)
          ) * 1e10
        )
      )
    ),
    'Int128'
  ) * toDecimal128('0.0000000001', 10) AS "ten_digits"

-- spark
SELECT
  CAST(CAST('2.00005' AS DECIMAL(18, 6)) AS DECIMAL(18, 4)) AS `decimal_up`,
  CAST(CAST('-2.00005' AS DECIMAL(18, 6)) AS DECIMAL(18, 4)) AS `decimal_down`,
  CAST(CAST(ROUND((
    CAST(100.01 AS DOUBLE) / CAST(NULLIF(8, 0) AS DOUBLE)
  ) * 1e4) AS DECIMAL(32, 0)) * CAST('0.0001' AS DECIMAL(5, 4)) AS DECIMAL(38, 4)) AS `quotient`,
  CAST(CAST(ROUND((
    CAST(-100.01 AS DOUBLE) / CAST(NULLIF(8, 0) AS DOUBLE)
  ) * 1e4) AS DECIMAL(32, 0)) * CAST('0.0001' AS DECIMAL(5, 4)) AS DECIMAL(38, 4)) AS `negative`,
  CAST(CAST(ROUND((
    CAST(156402525 AS DOUBLE) / CAST(NULLIF(20000, 0) AS DOUBLE)
  ) * 1e4) AS DECIMAL(32, 0)) * CAST('0.0001' AS DECIMAL(5, 4)) AS DECIMAL(38, 4)) AS `to_the_even`,
  CAST(CAST(ROUND((
    CAST(1 AS DOUBLE) / CAST(NULLIF(0, 0) AS DOUBLE)
  ) * 1e4) AS DECIMAL(32, 0)) * CAST('0.0001' AS DECIMAL(5, 4)) AS DECIMAL(38, 4)) AS `nothing`,
  CAST(CAST(ROUND((
    CAST(100.01 AS DOUBLE) / CAST(NULLIF(7, 0) AS DOUBLE)
  ) * 1e10) AS DECIMAL(26, 0)) * CAST('0.0000000001' AS DECIMAL(11, 10)) AS DECIMAL(38, 10)) AS `ten_digits`
