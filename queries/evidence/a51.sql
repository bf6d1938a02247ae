-- title:   预警的凭据: 一个乡镇一条规则核出的问题
-- grain:   one row per fault of the month
-- params:  $object VARCHAR   code of the township, a point, the number of the rule
--          $month DATE
-- columns: hh_key VARCHAR, village_name VARCHAR, rule_id VARCHAR, level VARCHAR, message VARCHAR
-- units:   -
-- reads:   scoped.rule_fault, scoped.division
SELECT
    one.hh_key,
    village.name AS village_name,
    one.rule_id,
    one.level,
    one.message
FROM scoped.rule_fault AS one
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    CONCAT(one.town_code, '.', one.rule_id) = $object
    AND one.stat_month = $month
    AND NOT one.is_exempt
ORDER BY
    one.object_key,
    one.fault_no
LIMIT 200
