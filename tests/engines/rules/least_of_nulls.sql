-- duckdb
SELECT
  LEAST(1, NULL) AS smallest,
  GREATEST(NULL, 2) AS largest,
  1 IS DISTINCT FROM NULL AS different,
  COALESCE(NULL, TRUE) AS yes

-- clickhouse
SELECT
  LEAST(1, NULL) AS "smallest",
  GREATEST(NULL, 2) AS "largest",
  1 IS DISTINCT FROM NULL AS "different",
  COALESCE(NULL, TRUE) AS "yes"

-- spark
SELECT
  LEAST(1, NULL) AS `smallest`,
  GREATEST(NULL, 2) AS `largest`,
  1 IS DISTINCT FROM NULL AS `different`,
  COALESCE(NULL, TRUE) AS `yes`
