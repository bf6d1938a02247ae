-- title:   预警的凭据: 规则核出的问题
-- grain:   one row per fault of the object in the month
-- params:  $object VARCHAR   hh_key, the number of what is judged, or the code of a township
--          $month DATE
-- columns: town_name VARCHAR, rule_id VARCHAR, level VARCHAR, table_name VARCHAR, message VARCHAR
-- units:   -
-- reads:   scoped.rule_fault, scoped.division
SELECT
    town.name AS town_name,
    one.rule_id,
    one.level,
    one.table_name,
    one.message
FROM scoped.rule_fault AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
WHERE
    (one.object_key = $object OR one.town_code = $object)
    AND one.stat_month = $month
    AND NOT one.is_exempt
ORDER BY
    one.rule_id,
    one.town_code,
    one.object_key,
    one.fault_no
LIMIT 200
