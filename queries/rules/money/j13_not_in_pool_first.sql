-- title:   先入库，后列入计划
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
    'pool_year' AS column_name,
    CAST(t.pool_year AS VARCHAR) AS said,
    CAST(t.plan_year AS VARCHAR) AS wanted
FROM scoped.project AS t
WHERE
    t.plan_year < t.pool_year
ORDER BY
    t.project_id
