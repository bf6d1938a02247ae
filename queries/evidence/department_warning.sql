-- title:   预警的凭据: 部门推送预警
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   hh_key, or its own number
--          $month DATE
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, push_id VARCHAR, dept_code VARCHAR,
--          pushed_at DATE, rule_name VARCHAR, amount DOUBLE, received_town_at DATE, checked_at DATE,
--          result VARCHAR, case_id VARCHAR
-- units:   as in the table, 元, 0..1
-- reads:   scoped.department_warning, scoped.division
SELECT
    one.hh_key,
    town.name AS town_name,
    village.name AS village_name,
    one.push_id,
    one.dept_code,
    one.pushed_at,
    one.rule_name,
    CAST(one.amount AS DOUBLE) AS amount,
    one.received_town_at,
    one.checked_at,
    one.result,
    one.case_id
FROM scoped.department_warning AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.hh_key = $object OR one.push_id = $object)
    AND $month IS NOT NULL
ORDER BY
    one.push_id
LIMIT 200
