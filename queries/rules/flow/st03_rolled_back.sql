-- title:   不符的: 已消除又变为未消除的，有风险消除回退的个案
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = what stands there, what should
-- reads:   scoped.household_month, scoped.identification_case
WITH rolled AS (
    SELECT DISTINCT hh_id
    FROM scoped.identification_case
    WHERE case_kind = 'rollback'
)

SELECT
    one.source_id,
    one.source_row,
    one.stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'risk_status' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.household_month AS one
INNER JOIN scoped.household_month AS past
    ON
        one.hh_id = past.hh_id
        AND past.stat_month = CAST(one.stat_month - INTERVAL '1' MONTH AS DATE)
LEFT JOIN rolled ON one.hh_id = rolled.hh_id
WHERE
    one.stat_month BETWEEN $since AND $until
    AND past.risk_status = 'cleared'
    AND one.risk_status = 'active'
    AND rolled.hh_id IS NULL
ORDER BY
    one.stat_month,
    one.hh_id
