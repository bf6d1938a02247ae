-- title:   危房户有住房安全保障或搬迁措施
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
    'house_grade' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.household_month AS t
WHERE
    t.stat_month BETWEEN $since AND $until
    AND (t.house_dilapidated OR t.house_grade IN ('C', 'D'))
    AND NOT EXISTS (
        SELECT 1
        FROM scoped.measure AS m
        WHERE
            m.hh_id = t.hh_id
            AND m.category IN ('housing', 'relocation')
            AND m.start_date < CAST(t.stat_month + INTERVAL '1' MONTH AS DATE)
    )
ORDER BY
    t.stat_month,
    t.hh_id
