-- title:   不符的: 识别监测时间与上月相同
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
    'identified_month' AS column_name,
    CAST(one.identified_month AS VARCHAR) AS said,
    CAST(past.identified_month AS VARCHAR) AS wanted
FROM scoped.household_month AS one
INNER JOIN scoped.household_month AS past
    ON
        one.hh_id = past.hh_id
        AND past.stat_month = CAST(one.stat_month - INTERVAL '1' MONTH AS DATE)
WHERE
    one.stat_month BETWEEN $since AND $until
    AND one.identified_month <> past.identified_month
    AND one.identified_month < one.stat_month
ORDER BY
    one.stat_month,
    one.hh_id
