-- title:   开工前有计划公告，验收后有完工公告
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.project
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.project_id AS object_key,
    CASE
        WHEN t.publicity_plan_at IS NULL AND t.started_at IS NOT NULL THEN 'publicity_plan_at' ELSE 'publicity_done_at'
    END AS column_name,
    CAST(
        CASE
            WHEN t.publicity_plan_at IS NULL AND t.started_at IS NOT NULL THEN t.started_at ELSE t.accepted_at
        END AS VARCHAR
    ) AS said,
    CASE WHEN t.publicity_plan_at IS NULL AND t.started_at IS NOT NULL THEN 'plan' ELSE 'done' END AS wanted
FROM scoped.project AS t
WHERE
    (
        (t.started_at IS NOT NULL AND t.publicity_plan_at IS NULL)
        OR (t.accepted_at IS NOT NULL AND t.publicity_done_at IS NULL)
    )
ORDER BY
    t.project_id
