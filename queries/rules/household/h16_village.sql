-- title:   不符的: 行政村在本乡镇的区划里
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = what stands there, what should
-- reads:   scoped.division, scoped.household_month
SELECT
    one.source_id,
    one.source_row,
    one.stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'division_code' AS column_name,
    one.division_code AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.household_month AS one
LEFT JOIN scoped.division AS place
    ON
        one.division_code = place.division_code
        AND place.level = 5
        AND one.town_code = place.town_code
WHERE
    one.stat_month BETWEEN $since AND $until
    AND place.division_code IS NULL
ORDER BY
    one.stat_month,
    one.hh_id
