-- title:   这一户当月数据里的问题
-- grain:   one row per fault found by the rules in the month and not exempt
-- params:  $hh VARCHAR, $month DATE
-- columns: rule_id VARCHAR, level VARCHAR, table_name VARCHAR, column_name VARCHAR, message VARCHAR,
--          object_key VARCHAR, fault_no BIGINT
-- units:   -
-- reads:   scoped.rule_fault
SELECT
    rule_id,
    level,
    table_name,
    column_name,
    message,
    object_key,
    CAST(fault_no AS BIGINT) AS fault_no
FROM scoped.rule_fault
WHERE
    stat_month = $month
    AND hh_key = $hh
    AND NOT COALESCE(is_exempt, FALSE)
ORDER BY level, rule_id, object_key, fault_no
