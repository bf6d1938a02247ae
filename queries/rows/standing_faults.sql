-- title:   数据错误率背后的问题
-- grain:   one row per fault of the month's tables that is not exempt
-- params:  $area VARCHAR, $month DATE
-- columns: town_name VARCHAR, village_name VARCHAR, hh_key VARCHAR, rule_id VARCHAR, table_name VARCHAR,
--          message VARCHAR, amount DOUBLE
-- units:   amount = 1 a fault
-- reads:   scoped.rule_fault, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
)

SELECT
    town.short_name AS town_name,
    village.name AS village_name,
    one.hh_key,
    one.rule_id,
    one.table_name,
    one.message,
    1.0E0 AS amount
FROM scoped.rule_fault AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    one.stat_month = $month
    AND one.table_name IN ('household_month', 'person_month', 'household_visit', 'employment_month')
    AND NOT one.is_exempt
    AND (one.town_code LIKE $area || '%' OR one.division_code LIKE $area || '%')
    AND one.town_code NOT IN (SELECT o.division_code FROM outside AS o)
ORDER BY
    one.town_code,
    one.rule_id,
    one.object_key,
    one.fault_no
