-- title:   不符的: 本月新出现的监测对象是本月识别的
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = month of identification; only in townships that reported the month before
-- reads:   scoped.household_month
WITH reporting AS (
    SELECT DISTINCT
        stat_month,
        town_code
    FROM scoped.household_month
    WHERE stat_month BETWEEN CAST($since - INTERVAL '1' MONTH AS DATE) AND $until
)

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
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.household_month AS one
INNER JOIN reporting
    ON
        one.town_code = reporting.town_code
        AND reporting.stat_month = CAST(one.stat_month - INTERVAL '1' MONTH AS DATE)
LEFT JOIN scoped.household_month AS past
    ON
        one.hh_id = past.hh_id
        AND past.stat_month = CAST(one.stat_month - INTERVAL '1' MONTH AS DATE)
WHERE
    one.stat_month BETWEEN $since AND $until
    AND one.mon_type IS NOT NULL
    AND past.mon_type IS NULL
    AND one.identified_month < one.stat_month
ORDER BY
    one.stat_month,
    one.hh_id
