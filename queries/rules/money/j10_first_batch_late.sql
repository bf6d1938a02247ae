-- title:   第一批项目按当地规定的月份基本完工
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.threshold, scoped.project
WITH
last_month_rule AS (
    SELECT warn AS last_month
    FROM scoped.threshold
    WHERE
        name = 'first_batch_finish_month'
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
    'finished_at' AS column_name,
    CAST(CAST(r.last_month AS INTEGER) AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.project AS t
CROSS JOIN last_month_rule AS r
WHERE
    t.batch_no = 1
    AND t.plan_year = EXTRACT(YEAR FROM $until)
    AND EXTRACT(MONTH FROM $until) >= r.last_month
    AND t.state NOT IN ('cancelled', 'suspended')
    AND COALESCE(t.finished_at, CAST($until + INTERVAL '1' MONTH AS DATE)) >= CAST($until + INTERVAL '1' MONTH AS DATE)
ORDER BY
    t.project_id
