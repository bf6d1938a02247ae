-- title:   不符的: 消除的户有消除后情况
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = month of clearing
-- reads:   scoped.clearance, scoped.household_month
SELECT
    one.source_id,
    one.source_row,
    one.stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'cleared_month' AS column_name,
    CAST(one.cleared_month AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.household_month AS one
LEFT JOIN scoped.clearance AS told ON one.hh_id = told.hh_id AND one.cleared_month = told.cleared_month
WHERE
    one.stat_month BETWEEN $since AND $until
    AND one.risk_status = 'cleared'
    AND told.hh_id IS NULL
ORDER BY
    one.stat_month,
    one.hh_id
