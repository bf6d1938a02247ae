-- title:   驻村天数与规定天数, 逐月
-- grain:   one row per month from $from_month to $month that has attendance on file
-- params:  $area VARCHAR, $month DATE, $from_month DATE
-- columns: attend_month DATE, members BIGINT, rule_days BIGINT, days BIGINT, mean_days DOUBLE, present_days BIGINT,
--          required_days BIGINT, rate DOUBLE, short BIGINT, absent BIGINT, absent_checks BIGINT, leave_days BIGINT
-- units:   members = 人; rule_days = 天 a month of threshold attendance_days; days = as reported; present = no more than
--          the
--          rule asks, required = rule x members, rate = present / required, 0..1; short = 人 below the rule (days of
--          leave
--          are not counted as presence); absent = 人 not there at a spot check, absent_checks = 次
-- reads:   scoped.team_attendance, scoped.threshold
WITH rule AS (
    SELECT MAX(warn) AS days
    FROM scoped.threshold
    WHERE name = 'attendance_days'
),

rows_of_months AS (
    SELECT
        a.attend_month,
        a.days,
        a.leave_days,
        a.checked_absent,
        r.days AS rule_days
    FROM scoped.team_attendance AS a
    CROSS JOIN rule AS r
    WHERE
        a.attend_month BETWEEN $from_month AND $month
        AND a.division_code LIKE $area || '%'
)

SELECT
    attend_month,
    COUNT(*) AS members,
    CAST(MAX(rule_days) AS BIGINT) AS rule_days,
    CAST(SUM(days) AS BIGINT) AS days,
    AVG(CAST(days AS DOUBLE)) AS mean_days,
    CAST(SUM(LEAST(days, rule_days)) AS BIGINT) AS present_days,
    CAST(SUM(rule_days) AS BIGINT) AS required_days,
    CAST(SUM(LEAST(days, rule_days)) AS DOUBLE) / NULLIF(CAST(SUM(rule_days) AS DOUBLE), 0) AS rate,
    COUNT(CASE WHEN days < rule_days THEN 1 END) AS short,
    COUNT(CASE WHEN checked_absent > 0 THEN 1 END) AS absent,
    CAST(SUM(checked_absent) AS BIGINT) AS absent_checks,
    CAST(SUM(leave_days) AS BIGINT) AS leave_days
FROM rows_of_months
GROUP BY attend_month
ORDER BY attend_month
