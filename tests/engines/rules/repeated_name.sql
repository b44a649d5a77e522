-- duckdb
SELECT
  parts.a,
  parts.b
FROM (
  SELECT
    few.x AS a,
    few.x + 1 AS b
  FROM (
    SELECT
      UNNEST(CAST([1, 2] AS INT[])) AS x
  ) AS few
  UNION ALL
  SELECT
    others.x,
    others.x
  FROM (
    SELECT
      UNNEST(CAST([3, 4] AS INT[])) AS x
  ) AS others
) AS parts
WHERE
  parts.a > 1
ORDER BY
  parts.a

-- clickhouse
SELECT
  "parts"."a" AS "a",
  "parts"."b" AS "b"
FROM (
  SELECT
    "few"."x" AS "a",
    "few"."x" + 1 AS "b"
  FROM (
    SELECT
      arrayJoin(CAST([1, 2] AS Array(Nullable(Int32)))) AS "x"
  ) AS "few"
  UNION ALL
  SELECT
    "others"."x" AS "x",
    "others"."x" AS "x"
  FROM (
    SELECT
      arrayJoin(CAST([3, 4] AS Array(Nullable(Int32)))) AS "x"
  ) AS "others"
) AS "parts"
WHERE
  "parts"."a" > 1
ORDER BY
  "parts"."a"

-- spark
SELECT
  `parts`.`a` AS `a`,
  `parts`.`b` AS `b`
FROM (
  SELECT
    `few`.`x` AS `a`,
    `few`.`x` + 1 AS `b`
  FROM (
    SELECT
      EXPLODE(CAST(ARRAY(1, 2) AS ARRAY<INT>)) AS `x`
  ) AS `few`
  UNION ALL
  SELECT
    `others`.`x` AS `x`,
    `others`.`x` AS `x`
  FROM (
    SELECT
      EXPLODE(CAST(ARRAY(3, 4) AS ARRAY<INT>)) AS `x`
  ) AS `others`
) AS `parts`
WHERE
  `parts`.`a` > 1
ORDER BY
  `parts`.`a` NULLS LAST
