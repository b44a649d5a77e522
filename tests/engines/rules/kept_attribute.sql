-- duckdb
SELECT
  attributes ->> '$."Code postal"' AS code,
  attributes ->> '$.n' AS number,
  attributes ->> '$.x' AS missing
FROM (
  SELECT
    '{"Code postal": "59000", "n": 12}' AS attributes
)

-- clickhouse
SELECT
  JSONExtract("_0"."attributes", 'Code postal', 'Nullable(String)') AS "code",
  JSONExtract("_0"."attributes", 'n', 'Nullable(String)') AS "number",
  JSONExtract("_0"."attributes", 'x', 'Nullable(String)') AS "missing"
FROM (
  SELECT
    '{"Code postal": "59000", "n": 12}' AS "attributes"
) AS "_0"

-- spark
SELECT
  GET_JSON_OBJECT(`_0`.`attributes`, '$[\'Code postal\']') AS `code`,
  GET_JSON_OBJECT(`_0`.`attributes`, '$[\'n\']') AS `number`,
  GET_JSON_OBJECT(`_0`.`attributes`, '$[\'x\']') AS `missing`
FROM (
  SELECT
    '{"Code postal": "59000", "n": 12}' AS `attributes`
) AS `_0`
