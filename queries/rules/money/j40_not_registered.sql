-- title:   产业、基础设施项目验收后按期登记资产
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.threshold, scoped.project, scoped.asset
WITH
days_rule AS (
    SELECT warn AS days
    FROM scoped.threshold
    WHERE
        name = 'asset_register_days'
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
    'accepted_at' AS column_name,
    CAST(t.accepted_at AS VARCHAR) AS said,
    CAST(CAST(r.days AS INTEGER) AS VARCHAR) AS wanted
FROM scoped.project AS t
CROSS JOIN days_rule AS r
WHERE
    t.type IN ('industry', 'infrastructure')
    AND t.state <> 'cancelled'
    AND UNIX_DATE(t.accepted_at) + r.days < UNIX_DATE(CAST($until + INTERVAL '1' MONTH AS DATE))
    AND NOT EXISTS (
        SELECT 1 FROM scoped.asset AS a
        WHERE a.project_id = t.project_id
    )
ORDER BY
    t.project_id
