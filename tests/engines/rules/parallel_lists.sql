-- duckdb
SELECT
  UNNEST(CAST([1, 2] AS INT[])) AS number,
  UNNEST(CAST(['2026-01-31', NULL] AS DATE[])) AS day

-- clickhouse
SELECT
  tupleElement(listed, 1) AS "number",
  tupleElement(listed, 2) AS "day"
FROM (
  SELECT
    arrayJoin(
      arrayZip(
        CAST([1, 2] AS Array(Nullable(Int32))),
        CAST(['2026-01-31', NULL], 'Array(Nullable(Date32))')
      )
    ) AS listed
) AS places

-- spark
SELECT
  listed.`0` AS `number`,
  listed.`1` AS `day`
FROM (
  SELECT
    EXPLODE(
      ARRAYS_ZIP(CAST(ARRAY(1, 2) AS ARRAY<INT>), CAST(ARRAY('2026-01-31', NULL) AS ARRAY<DATE>))
    ) AS listed
) AS places
