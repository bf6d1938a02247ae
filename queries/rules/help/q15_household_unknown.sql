-- title:   走访的户在本月或上月的户信息里
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.household_visit, scoped.household_month
SELECT
    t.source_id,
    t.source_row,
    t.visit_month AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'hh_id' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.household_visit AS t
LEFT JOIN scoped.household_month AS h
    ON
        t.hh_id = h.hh_id
        AND t.visit_month = h.stat_month
        AND h.stat_month BETWEEN $since AND $until
WHERE
    t.visit_month BETWEEN $since AND $until
    AND h.hh_id IS NULL
    AND EXISTS (
        SELECT 1 FROM scoped.household_month AS m
        WHERE m.stat_month = t.visit_month AND m.town_code = t.town_code
    )
    AND NOT EXISTS (
        SELECT 1 FROM scoped.household_month AS b
        WHERE b.hh_id = t.hh_id AND b.stat_month = CAST(t.visit_month - INTERVAL '1' MONTH AS DATE)
    )
ORDER BY
    t.visit_month,
    t.visit_id
