-- title:   务工月收入在合理范围以内
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   month_wage = 元/月
-- reads:   scoped.threshold, scoped.employment_month
WITH
low_rule AS (
    SELECT warn AS low
    FROM scoped.threshold
    WHERE
        name = 'month_wage_low'
        AND LENGTH(COALESCE(division_code, '')) <= 6
        AND COALESCE(year, EXTRACT(YEAR FROM $until)) = EXTRACT(YEAR FROM $until)
    ORDER BY LENGTH(COALESCE(division_code, '')) DESC, COALESCE(year, 0) DESC, threshold_id ASC
    LIMIT 1
),

high_rule AS (
    SELECT warn AS high
    FROM scoped.threshold
    WHERE
        name = 'month_wage_high'
        AND LENGTH(COALESCE(division_code, '')) <= 6
        AND COALESCE(year, EXTRACT(YEAR FROM $until)) = EXTRACT(YEAR FROM $until)
    ORDER BY LENGTH(COALESCE(division_code, '')) DESC, COALESCE(year, 0) DESC, threshold_id ASC
    LIMIT 1
)

SELECT
    t.source_id,
    t.source_row,
    t.stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'month_wage' AS column_name,
    CAST(t.month_wage AS VARCHAR) AS said,
    CONCAT(CAST(CAST(l.low AS INTEGER) AS VARCHAR), '至', CAST(CAST(h.high AS INTEGER) AS VARCHAR)) AS wanted
FROM scoped.employment_month AS t
CROSS JOIN low_rule AS l
CROSS JOIN high_rule AS h
WHERE
    t.stat_month BETWEEN $since AND $until
    AND t.month_wage >= 0
    AND (t.month_wage < CAST(l.low AS DECIMAL(18, 2)) OR t.month_wage > CAST(h.high AS DECIMAL(18, 2)))
    AND (t.working OR t.month_wage > 0)
ORDER BY
    t.stat_month,
    t.person_id
