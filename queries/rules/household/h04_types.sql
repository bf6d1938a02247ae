-- title:   不符的: 监测对象类别与户类型相符
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = what stands there, what should
-- reads:   scoped.household_month
SELECT
    source_id,
    source_row,
    stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    'mon_type' AS column_name,
    mon_type AS said,
    mon_type AS wanted
FROM scoped.household_month
WHERE
    stat_month BETWEEN $since AND $until
    AND ((mon_type = 'unstable' AND hh_type = 'ordinary') OR (mon_type = 'marginal' AND hh_type = 'alleviated'))
ORDER BY
    stat_month,
    hh_id
