-- title:   计划公告满规定天数才开工
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.threshold, scoped.project
WITH
days_rule AS (
    SELECT warn AS days
    FROM scoped.threshold
    WHERE
        name = 'publicity_notice_days'
        AND LENGTH(COALESCE(division_code, '')) <= 6
        AND COALESCE(year, EXTRACT(YEAR FROM $until)) = EXTRACT(YEAR FROM $until)
    ORDER BY LENGTH(COALESCE(division_code, '')) DESC, COALESCE(year, 0) DESC, threshold_id ASC
    LIMIT 1
)

SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.project_id AS object_key,
    'publicity_plan_at' AS column_name,
    CAST(t.publicity_plan_at AS VARCHAR) AS said,
    CAST(CAST(r.days AS INTEGER) AS VARCHAR) AS wanted
FROM scoped.project AS t
CROSS JOIN days_rule AS r
WHERE
    UNIX_DATE(t.started_at) - UNIX_DATE(t.publicity_plan_at) < r.days
ORDER BY
    t.project_id
