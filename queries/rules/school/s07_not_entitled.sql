-- title:   不应享受的没有发放
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.education_aid
SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(CONCAT(CAST(t.year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'entitled' AS column_name,
    CAST(t.amount AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.education_aid AS t
WHERE
    t.year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND NOT t.entitled
    AND t.amount > 0
ORDER BY
    t.person_id,
    t.year,
    t.term,
    t.scheme
