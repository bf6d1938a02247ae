-- title:   计划投入的金额不是负数
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
    'plan_total' AS column_name,
    CAST(
        LEAST(
            COALESCE(t.plan_total, 0),
            COALESCE(t.plan_central, 0),
            COALESCE(t.plan_provincial, 0),
            COALESCE(t.plan_city, 0),
            COALESCE(t.plan_county, 0),
            COALESCE(t.plan_other, 0)
        ) AS VARCHAR
    ) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.project AS t
WHERE
    LEAST(
        COALESCE(t.plan_total, 0),
        COALESCE(t.plan_central, 0),
        COALESCE(t.plan_provincial, 0),
        COALESCE(t.plan_city, 0),
        COALESCE(t.plan_county, 0),
        COALESCE(t.plan_other, 0)
    )
    < 0
ORDER BY
    t.project_id
