-- title:   驻村天数背后的每一名队员(不列姓名)
-- grain:   one row per member with attendance in the month; amount adds up to the figure over the rows without
--          dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       attendance_rate (its numerator: days, no more than the rule asks); or all, short,
--          absent
-- columns: town_name VARCHAR, village_name VARCHAR, role VARCHAR, days INTEGER, rule_days BIGINT, leave_days INTEGER,
--          checked_absent INTEGER, amount DOUBLE, dropped_by VARCHAR
-- units:   days, rule_days, leave_days = 天; checked_absent = 次; amount = 天, or 1 a member
-- reads:   scoped.team_attendance, scoped.work_team_member, scoped.threshold, scoped.division
WITH rule AS (
    SELECT MAX(warn) AS days
    FROM scoped.threshold
    WHERE name = 'attendance_days'
)

SELECT
    town.short_name AS town_name,
    village.name AS village_name,
    m.role,
    a.days,
    CAST(r.days AS BIGINT) AS rule_days,
    a.leave_days,
    a.checked_absent,
    CASE WHEN $indicator = 'attendance_rate' THEN CAST(LEAST(a.days, r.days) AS DOUBLE) ELSE 1.0E0 END AS amount,
    CASE
        WHEN $indicator = 'short' AND a.days >= r.days THEN 'days_enough'
        WHEN $indicator = 'absent' AND COALESCE(a.checked_absent, 0) = 0 THEN 'not_absent'
    END AS dropped_by
FROM scoped.team_attendance AS a
CROSS JOIN rule AS r
LEFT JOIN scoped.work_team_member AS m ON a.member_id = m.member_id
LEFT JOIN scoped.division AS village ON a.division_code = village.division_code
LEFT JOIN scoped.division AS town ON a.town_code = town.division_code
WHERE
    a.attend_month = $month
    AND a.division_code LIKE $area || '%'
ORDER BY
    a.division_code,
    a.member_id
