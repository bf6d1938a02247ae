-- title:   不符的: 有人没有参加大病保险的脱贫户已核实是否纳入监测
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = what stands there, what should
-- reads:   scoped.household_month, scoped.person_month
WITH uninsured AS (
    SELECT DISTINCT
        stat_month,
        hh_id
    FROM scoped.person_month
    WHERE
        stat_month BETWEEN $since AND $until
        AND in_household
        AND NOT insured_major
)

SELECT
    one.source_id,
    one.source_row,
    one.stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'mon_type' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.household_month AS one
INNER JOIN uninsured ON one.stat_month = uninsured.stat_month AND one.hh_id = uninsured.hh_id
WHERE
    one.stat_month BETWEEN $since AND $until
    AND one.mon_type IS NULL
    AND one.hh_type = 'alleviated'
ORDER BY
    one.stat_month,
    one.hh_id
