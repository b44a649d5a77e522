-- duckdb
SELECT
  COUNT(*) AS kept
FROM (
  SELECT
    1 AS x
) AS few
WHERE
  NOT few.x IN (
    SELECT
      y
    FROM (
      SELECT
        2 AS y
      UNION ALL
      SELECT
        NULL
    ) AS others
  )

-- clickhouse
SELECT
  COUNT(*) AS "kept"
FROM (
  SELECT
    1 AS "x"
) AS "few"
WHERE
  NOT (
    "few"."x" IN (
      SELECT
        "others"."y" AS "y"
      FROM (
        SELECT
          2 AS "y"
        UNION ALL
        SELECT
          NULL AS "_col_0"
      ) AS "others"
    )
  )
  AND (
    SELECT
      COUNT(*)
    FROM (
      SELECT
        "others"."y" AS "y"
      FROM (
        SELECT
          2 AS "y"
        UNION ALL
        SELECT
          NULL AS "_col_0"
      ) AS "others"
    ) AS listed
    WHERE
      "listed"."y" IS NULL
  ) = 0

-- spark
SELECT
  COUNT(*) AS `kept`
FROM (
  SELECT
    1 AS `x`
) AS `few`
WHERE
  NOT `few`.`x` IN (
    SELECT
      `others`.`y` AS `y`
    FROM (
      SELECT
        2 AS `y`
      UNION ALL
      SELECT
        NULL AS `_col_0`
    ) AS `others`
  )
