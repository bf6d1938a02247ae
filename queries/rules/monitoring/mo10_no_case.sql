-- title:   不符的: 新识别的监测对象有识别个案
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = month of identification; judged in that month
-- reads:   scoped.household_month, scoped.identification_case
WITH admitted AS (
    SELECT DISTINCT hh_id
    FROM scoped.identification_case
    WHERE
        case_kind = 'identify'
        AND result = 'admitted'
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
LEFT JOIN admitted ON one.hh_id = admitted.hh_id
WHERE
    one.stat_month BETWEEN $since AND $until
    AND one.mon_type IS NOT NULL
    AND one.identified_month = one.stat_month
    AND admitted.hh_id IS NULL
ORDER BY
    one.stat_month,
    one.hh_id
