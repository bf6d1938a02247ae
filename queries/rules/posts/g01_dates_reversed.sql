-- title:   离岗月份不早于上岗月份
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.public_post
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'end_month' AS column_name,
    CAST(t.end_month AS VARCHAR) AS said,
    CAST(t.start_month AS VARCHAR) AS wanted
FROM scoped.public_post AS t
WHERE
    t.end_month < t.start_month
ORDER BY
    t.post_id
