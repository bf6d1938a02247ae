-- title:   不符的: 村内公示不少于规定天数
-- grain:   one row per fault
-- params:  $until DATE   first day of the last month
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = days; cases as they stand, under the month $until
-- reads:   scoped.identification_case, scoped.sla_rule, scoped.threshold
WITH limits AS (
    SELECT
        COALESCE(
            MAX(warn) FILTER (WHERE name = 'publicity_days' AND division_code IS NOT NULL),
            MAX(warn) FILTER (WHERE name = 'publicity_days')
        ) AS days
    FROM scoped.threshold
)

SELECT
    one.source_id,
    one.source_row,
    CAST($until AS DATE) AS stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'publicity_end' AS column_name,
    CAST(UNIX_DATE(one.publicity_end) - UNIX_DATE(one.publicity_start) AS VARCHAR) AS said,
    CAST(CAST(COALESCE(duty.publicity_days, limits.days) AS INTEGER) AS VARCHAR) AS wanted
FROM scoped.identification_case AS one
LEFT JOIN scoped.sla_rule AS duty ON one.sla_rule_id = duty.sla_rule_id
CROSS JOIN limits
WHERE UNIX_DATE(one.publicity_end) - UNIX_DATE(one.publicity_start) < COALESCE(duty.publicity_days, limits.days)
ORDER BY one.case_id
