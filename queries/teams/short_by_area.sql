-- title:   这个月驻村天数不够和抽查不在岗的队员, 按下一级区划
-- grain:   one row per township of a county, or village of a township, that has such a member, in the order of the
--          codes
-- params:  $area VARCHAR, $month DATE
-- columns: area_code VARCHAR, area_name VARCHAR, members BIGINT, short BIGINT, absent BIGINT, leave_days BIGINT,
--          absent_checks BIGINT, rule_days BIGINT
-- units:   members = 人 with attendance; short = 人 below rule_days; absent = 人 not there at a spot check, absent_checks
--          =
--          次; leave_days = 天 of those who are short
-- reads:   scoped.team_attendance, scoped.threshold, scoped.division
WITH rule AS (
    SELECT MAX(warn) AS days
    FROM scoped.threshold
    WHERE name = 'attendance_days'
),

places AS (
    SELECT
        SUBSTR(a.division_code, 1, LENGTH($area) + 3) AS area_code,
        COUNT(*) AS members,
        COUNT(CASE WHEN a.days < r.days THEN 1 END) AS short,
        COUNT(CASE WHEN a.checked_absent > 0 THEN 1 END) AS absent,
        SUM(CASE WHEN a.days < r.days THEN a.leave_days ELSE 0 END) AS leave_days,
        SUM(COALESCE(a.checked_absent, 0)) AS absent_checks,
        MAX(r.days) AS rule_days
    FROM scoped.team_attendance AS a
    CROSS JOIN rule AS r
    WHERE
        a.attend_month = $month
        AND a.division_code LIKE $area || '%'
    GROUP BY SUBSTR(a.division_code, 1, LENGTH($area) + 3)
)

SELECT
    p.area_code,
    place.name AS area_name,
    p.members,
    p.short,
    p.absent,
    CAST(p.leave_days AS BIGINT) AS leave_days,
    CAST(p.absent_checks AS BIGINT) AS absent_checks,
    CAST(p.rule_days AS BIGINT) AS rule_days
FROM places AS p
LEFT JOIN scoped.division AS place ON p.area_code = place.division_code
WHERE p.short > 0 OR p.absent > 0
ORDER BY p.area_code
