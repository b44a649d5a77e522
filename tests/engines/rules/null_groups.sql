-- duckdb
SELECT
  k,
  SUM(v) AS total,
  COUNT(DISTINCT v) AS members,
  MAX(v) FILTER(WHERE
    v > 5) AS large
FROM (
  SELECT
    NULL AS k,
    1 AS v
  UNION ALL
  SELECT
    'a',
    NULL
  UNION ALL
  SELECT
    NULL,
    1
)
GROUP BY
  k
ORDER BY
  k

-- clickhouse
SELECT
  "_0"."k" AS "k",
  SUM("_0"."v") AS "total",
  COUNT(DISTINCT "_0"."v") AS "members",
  MAX("_0"."v") FILTER(WHERE
    "_0"."v" > 5) AS "large"
FROM (
  SELECT
    NULL AS "k",
    1 AS "v"
  UNION ALL
  SELECT
    'a' AS "a",
    NULL AS "_col_1"
  UNION ALL
  SELECT
    NULL AS "_col_0",
    1 AS "1"
) AS "_0"
GROUP BY
  "_0"."k"
ORDER BY
  "k"

-- spark
SELECT
  `_0`.`k` AS `k`,
  SUM(`_0`.`v`) AS `total`,
  COUNT(DISTINCT `_0`.`v`) AS `members`,
  MAX(`_0`.`v`) FILTER(WHERE
    `_0`.`v` > 5) AS `large`
FROM (
  SELECT
    NULL AS `k`,
    1 AS `v`
  UNION ALL
  SELECT
    'a' AS `a`,
    NULL AS `_col_1`
  UNION ALL
  SELECT
    NULL AS `_col_0`,
    1 AS `1`
) AS `_0`
GROUP BY
  `_0`.`k`
ORDER BY
  `k` NULLS LAST
