-- title:   这个月驻村天数不够或抽查不在岗, 按乡镇和村
-- grain:   one row per village with such a member, in the order of the villages; cut at $limit
-- params:  $area VARCHAR, $month DATE, $limit INTEGER
-- columns: area_code VARCHAR, town_name VARCHAR, village_name VARCHAR, members BIGINT, short BIGINT, fewest_days
--          BIGINT,
--          leave_days BIGINT, absent_checks BIGINT, rule_days BIGINT, total_rows BIGINT
-- units:   members = 人 with attendance in the village; short = 人 below rule_days; fewest_days = 天; leave_days = 天 of
--          those
--          who are short; absent_checks = 次. total_rows = before the cut
-- reads:   scoped.team_attendance, scoped.threshold, scoped.division
WITH rule AS (
    SELECT MAX(warn) AS days
    FROM scoped.threshold
    WHERE name = 'attendance_days'
),

villages AS (
    SELECT
        a.town_code,
        a.division_code,
        COUNT(*) AS members,
        COUNT(CASE WHEN a.days < r.days THEN 1 END) AS short,
        MIN(a.days) AS fewest_days,
        SUM(CASE WHEN a.days < r.days THEN a.leave_days ELSE 0 END) AS leave_days,
        SUM(COALESCE(a.checked_absent, 0)) AS absent_checks,
        MAX(r.days) AS rule_days
    FROM scoped.team_attendance AS a
    CROSS JOIN rule AS r
    WHERE
        a.attend_month = $month
        AND a.division_code LIKE $area || '%'
    GROUP BY
        a.town_code,
        a.division_code
)

SELECT
    v.division_code AS area_code,
    town.short_name AS town_name,
    village.name AS village_name,
    v.members,
    v.short,
    CAST(v.fewest_days AS BIGINT) AS fewest_days,
    CAST(v.leave_days AS BIGINT) AS leave_days,
    CAST(v.absent_checks AS BIGINT) AS absent_checks,
    CAST(v.rule_days AS BIGINT) AS rule_days,
    COUNT(*) OVER () AS total_rows
FROM villages AS v
LEFT JOIN scoped.division AS village ON v.division_code = village.division_code
LEFT JOIN scoped.division AS town ON v.town_code = town.division_code
WHERE v.short > 0 OR v.absent_checks > 0
ORDER BY v.division_code
LIMIT $limit
