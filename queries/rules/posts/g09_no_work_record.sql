-- title:   在岗人员在务工月监测里登记为正在务工
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.public_post, scoped.employment_month
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'person_id' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.public_post AS t
WHERE
    t.start_month <= $until
    AND COALESCE(t.end_month, $until) >= $until
    AND EXISTS (
        SELECT 1 FROM scoped.employment_month AS m
        WHERE m.stat_month = $until AND m.town_code = t.town_code
    )
    AND NOT EXISTS (
        SELECT 1
        FROM scoped.employment_month AS e
        WHERE
            e.person_id = t.person_id
            AND e.stat_month = $until
            AND e.working
    )
ORDER BY
    t.post_id
