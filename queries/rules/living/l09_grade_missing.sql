-- title:   危房户写明危房等级
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.household_month
SELECT
    t.source_id,
    t.source_row,
    t.stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'house_grade' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.household_month AS t
WHERE
    t.stat_month BETWEEN $since AND $until
    AND t.house_dilapidated
    AND t.house_grade IS NULL
ORDER BY
    t.stat_month,
    t.hh_id
