-- title:   饮水由安全变为不安全的，有饮水安全保障措施
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.household_month, scoped.measure
SELECT
    t.source_id,
    t.source_row,
    t.stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'water_safe' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.household_month AS t
INNER JOIN scoped.household_month AS b
    ON
        t.hh_id = b.hh_id
        AND b.stat_month = CAST(t.stat_month - INTERVAL '1' MONTH AS DATE)
WHERE
    t.stat_month BETWEEN $since AND $until
    AND NOT t.water_safe
    AND b.water_safe
    AND NOT EXISTS (
        SELECT 1
        FROM scoped.measure AS m
        WHERE
            m.hh_id = t.hh_id
            AND m.category = 'water'
            AND m.start_date >= CAST(t.stat_month - INTERVAL '1' MONTH AS DATE)
    )
ORDER BY
    t.stat_month,
    t.hh_id
