-- title:   一般农户的帮扶措施不早于识别为监测对象
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.measure, scoped.household_month
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'start_date' AS column_name,
    CAST(t.start_date AS VARCHAR) AS said,
    SUBSTR(CAST(h.identified_month AS VARCHAR), 1, 7) AS wanted
FROM scoped.measure AS t
INNER JOIN scoped.household_month AS h
    ON
        t.hh_id = h.hh_id
        AND h.stat_month = $until
WHERE
    h.hh_type = 'ordinary'
    AND t.start_date < h.identified_month
    AND NOT COALESCE(h.emergency_first, false)
ORDER BY
    t.measure_id
