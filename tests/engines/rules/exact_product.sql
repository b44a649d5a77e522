-- duckdb
SELECT
  CAST('99999999999999.9999' AS DECIMAL(28, 4)) * CAST('0.123456' AS DECIMAL(9, 6)) AS product

-- clickhouse
SELECT
  toDecimal256(1, 0) * (
    CAST('99999999999999.9999' AS Nullable(Decimal(28, 4)))
  ) * (
    CAST('0.123456' AS Nullable(Decimal(9, 6)))
  ) AS "product"

-- spark
SELECT
  CAST('99999999999999.9999' AS DECIMAL(28, 4)) * CAST('0.123456' AS DECIMAL(9, 6)) AS `product`
