-- title:   计划投入合计等于各级资金之和
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   元; tolerance 0.01
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
    CAST(t.plan_total AS VARCHAR) AS said,
    CAST(
        COALESCE(t.plan_central, 0)
        + COALESCE(t.plan_provincial, 0)
        + COALESCE(t.plan_city, 0)
        + COALESCE(t.plan_county, 0)
        + COALESCE(t.plan_other, 0) AS VARCHAR
    ) AS wanted
FROM scoped.project AS t
WHERE
    COALESCE(t.plan_central, t.plan_provincial, t.plan_city, t.plan_county, t.plan_other) IS NOT NULL
    AND ABS(
        t.plan_total
        - (
            COALESCE(t.plan_central, 0)
            + COALESCE(t.plan_provincial, 0)
            + COALESCE(t.plan_city, 0)
            + COALESCE(t.plan_county, 0)
            + COALESCE(t.plan_other, 0)
        )
    )
    > 0.01
ORDER BY
    t.project_id
