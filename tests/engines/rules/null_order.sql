-- duckdb
SELECT
  x
FROM (
  SELECT
    'a' AS x
  UNION ALL
  SELECT
    NULL
  UNION ALL
  SELECT
    'É'
  UNION ALL
  SELECT
    'Z'
  UNION ALL
  SELECT
    'é'
)
ORDER BY
  x DESC

-- clickhouse
SELECT
  "_0"."x" AS "x"
FROM (
  SELECT
    'a' AS "x"
  UNION ALL
  SELECT
    NULL AS "_col_0"
  UNION ALL
  SELECT
    'É' AS "É"
  UNION ALL
  SELECT
    'Z' AS "z"
  UNION ALL
  SELECT
    'é' AS "é"
) AS "_0"
ORDER BY
  "x" DESC

-- spark
SELECT
  `_0`.`x` AS `x`
FROM (
  SELECT
    'a' AS `x`
  UNION ALL
  SELECT
    NULL AS `_col_0`
  UNION ALL
  SELECT
    'É' AS `É`
  UNION ALL
  SELECT
    'Z' AS `z`
  UNION ALL
  SELECT
    'é' AS `é`
) AS `_0`
ORDER BY
  `x` DESC
