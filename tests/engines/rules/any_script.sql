-- duckdb
SELECT
  LOWER('ÉTÉ') AS small,
  LENGTH('été') AS letters,
  STRPOS('été chaud', 'chaud') AS place,
  'Été' ILIKE 'É%' AS alike

-- clickhouse
SELECT
  lowerUTF8('ÉTÉ') AS "small",
  lengthUTF8('été') AS "letters",
  positionUTF8('été chaud', 'chaud') AS "place",
  'Été' ILIKE 'É%' AS "alike"

-- spark
SELECT
  LOWER('ÉTÉ') AS `small`,
  LENGTH('été') AS `letters`,
  LOCATE('chaud', 'été chaud') AS `place`,
  'Été' ILIKE 'É%' AS `alike`
