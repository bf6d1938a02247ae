-- title:   不符的: 办结时限等于线索日期加规定天数
-- grain:   one row per fault
-- params:  $until DATE   first day of the last month
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   wanted = days of the rule; only rules of calendar days; a day more or less is let be; cases as they stand,
--          under the month $until
-- reads:   scoped.identification_case, scoped.sla_rule
SELECT
    one.source_id,
    one.source_row,
    CAST($until AS DATE) AS stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'due_at' AS column_name,
    CAST(one.due_at AS VARCHAR) AS said,
    CAST(duty.days AS VARCHAR) AS wanted
FROM scoped.identification_case AS one
INNER JOIN scoped.sla_rule AS duty ON one.sla_rule_id = duty.sla_rule_id
WHERE
    duty.day_type = 'calendar'
    AND ABS(UNIX_DATE(one.due_at) - UNIX_DATE(one.clue_at) - duty.days) > 1
ORDER BY one.case_id
