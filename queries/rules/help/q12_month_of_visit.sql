-- title:   走访日期在走访月份以内
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.household_visit
SELECT
    t.source_id,
    t.source_row,
    t.visit_month AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'visit_date' AS column_name,
    CAST(t.visit_date AS VARCHAR) AS said,
    SUBSTR(CAST(t.visit_month AS VARCHAR), 1, 7) AS wanted
FROM scoped.household_visit AS t
WHERE
    t.visit_month BETWEEN $since AND $until
    AND (t.visit_date < t.visit_month OR t.visit_date >= CAST(t.visit_month + INTERVAL '1' MONTH AS DATE))
ORDER BY
    t.visit_month,
    t.visit_id
