-- duckdb
SELECT
  SUM(v) AS total,
  COUNT(*) AS members,
  MAX(v) AS most
FROM (
  SELECT
    1 AS v
)
WHERE
  v > 5

-- clickhouse
SELECT
  SUM("_0"."v") AS "total",
  COUNT(*) AS "members",
  MAX("_0"."v") AS "most"
FROM (
  SELECT
    1 AS "v"
) AS "_0"
WHERE
  "_0"."v" > 5

-- spark
SELECT
  SUM(`_0`.`v`) AS `total`,
  COUNT(*) AS `members`,
  MAX(`_0`.`v`) AS `most`
FROM (
  SELECT
    1 AS `v`
) AS `_0`
WHERE
  `_0`.`v` > 5
