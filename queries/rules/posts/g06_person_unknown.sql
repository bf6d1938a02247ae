-- title:   在岗人员在人口表里
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.public_post, scoped.person_month
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
    COALESCE(t.end_month, $until) >= CAST($until - INTERVAL '12' MONTH AS DATE)
    AND NOT EXISTS (
        SELECT 1 FROM scoped.person_month AS p
        WHERE p.person_id = t.person_id
    )
ORDER BY
    t.post_id
