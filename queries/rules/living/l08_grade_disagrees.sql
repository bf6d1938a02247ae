-- title:   危房等级与是否危房户相符
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
    t.house_grade AS said,
    CASE WHEN t.house_dilapidated THEN 'sound' ELSE 'not_told' END AS wanted
FROM scoped.household_month AS t
WHERE
    t.stat_month BETWEEN $since AND $until
    AND (
        (t.house_grade IN ('C', 'D') AND NOT t.house_dilapidated)
        OR (t.house_grade IN ('A', 'B') AND t.house_dilapidated)
    )
ORDER BY
    t.stat_month,
    t.hh_id
