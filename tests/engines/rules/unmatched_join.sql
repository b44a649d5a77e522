-- duckdb
SELECT
  l.k,
  r.v
FROM (
  SELECT
    1 AS k
  UNION ALL
  SELECT
    2
) AS l
LEFT JOIN (
  SELECT
    1 AS k,
    5 AS v
) AS r
  ON l.k = r.k
ORDER BY
  l.k

-- clickhouse
SELECT
  "l"."k" AS "k",
  "r"."v" AS "v"
FROM (
  SELECT
    1 AS "k"
  UNION ALL
  SELECT
    2 AS "2"
) AS "l"
LEFT JOIN (
  SELECT
    1 AS "k",
    5 AS "v"
) AS "r"
  ON "l"."k" = "r"."k"
ORDER BY
  "l"."k"

-- spark
SELECT
  `l`.`k` AS `k`,
  `r`.`v` AS `v`
FROM (
  SELECT
    1 AS `k`
  UNION ALL
  SELECT
    2 AS `2`
) AS `l`
LEFT JOIN (
  SELECT
    1 AS `k`,
    5 AS `v`
) AS `r`
  ON `l`.`k` = `r`.`k`
ORDER BY
  `l`.`k` NULLS LAST
