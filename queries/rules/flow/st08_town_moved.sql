-- title:   不符的: 户所在的村与上月相同
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = what stands there, what should
-- reads:   scoped.household_month
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
    past.division_code AS wanted
FROM scoped.household_month AS one
INNER JOIN scoped.household_month AS past
    ON
        one.hh_id = past.hh_id
        AND past.stat_month = CAST(one.stat_month - INTERVAL '1' MONTH AS DATE)
WHERE
    one.stat_month BETWEEN $since AND $until
    AND one.division_code <> past.division_code
ORDER BY
    one.stat_month,
    one.hh_id
