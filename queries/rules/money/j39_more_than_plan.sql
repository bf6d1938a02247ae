-- title:   项目形成的资产原值之和不超过计划投入
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.asset, scoped.project
WITH
formed AS (
    SELECT
        a.project_id,
        SUM(a.original_value) AS value_total
    FROM scoped.asset AS a
    WHERE a.project_id IS NOT NULL
    GROUP BY a.project_id
)

SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.project_id AS object_key,
    'plan_total' AS column_name,
    CAST(f.value_total AS VARCHAR) AS said,
    CAST(t.plan_total AS VARCHAR) AS wanted
FROM scoped.project AS t
INNER JOIN formed AS f ON t.project_id = f.project_id
WHERE
    f.value_total > t.plan_total
ORDER BY
    t.project_id
