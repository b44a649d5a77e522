-- duckdb
WITH a AS MATERIALIZED (
  SELECT
    1 AS x
)
SELECT
  a.x,
  q.y
FROM a
CROSS JOIN (
  WITH b AS (
    SELECT
      2 AS y
  )
  SELECT
    b.y
  FROM b
) AS q
CROSS JOIN (
  WITH b AS (
    SELECT
      3 AS z
  )
  SELECT
    b.z
  FROM b
) AS r

-- clickhouse
WITH "a" AS MATERIALIZED (
  SELECT
    1 AS "x"
)
SELECT
  "a"."x" AS "x",
  "q"."y" AS "y"
FROM "a" AS "a"
CROSS JOIN (
  WITH "b" AS (
    SELECT
      2 AS "y"
  )
  SELECT
    "b"."y" AS "y"
  FROM "b" AS "b"
) AS "q"
CROSS JOIN (
  WITH "b" AS (
    SELECT
      3 AS "z"
  )
  SELECT
    "b"."z" AS "z"
  FROM "b" AS "b"
) AS "r"

-- spark
WITH `a` AS (
  SELECT
    1 AS `x`
)
SELECT
  `a`.`x` AS `x`,
  `q`.`y` AS `y`
FROM `a` AS `a`
CROSS JOIN (
  WITH `b` AS (
    SELECT
      2 AS `y`
  )
  SELECT
    `b`.`y` AS `y`
  FROM `b` AS `b`
) AS `q`
CROSS JOIN (
  WITH `b` AS (
    SELECT
      3 AS `z`
  )
  SELECT
    `b`.`z` AS `z`
  FROM `b` AS `b`
) AS `r`
