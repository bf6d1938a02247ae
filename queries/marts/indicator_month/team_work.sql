-- title:   驻村在岗率和考核等次, 按乡镇和月
-- grain:   one row per township and month with attendance or assessments on file
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, attendance_rate__num BIGINT, attendance_rate__den BIGINT,
--          team_good_share__num BIGINT, team_good_share__den BIGINT, team_leaders_assessed BIGINT,
--          team_members_assessed BIGINT, team_leaders_rated_good BIGINT, team_members_rated_good BIGINT
-- units:   天 in the village (no more than the rule asks) over the days of the rule, by member and month; grades of
--          the terms that ended in the year so far
-- reads:   scoped.team_attendance, scoped.assessment, scoped.work_team_member, scoped.threshold,
--          scoped.household_month
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST(DATE_TRUNC('year', stat_month) AS DATE) AS new_year,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    GROUP BY stat_month
),

rule AS (
    SELECT CAST(MAX(CAST(warn AS DOUBLE)) AS BIGINT) AS days
    FROM scoped.threshold
    WHERE name = 'attendance_days'
),

attendance AS (
    SELECT
        one.attend_month AS stat_month,
        one.town_code,
        CAST(SUM(LEAST(one.days, rule.days)) AS BIGINT) AS present,
        CAST(SUM(rule.days) AS BIGINT) AS wanted
    FROM scoped.team_attendance AS one
    CROSS JOIN rule
    WHERE one.attend_month BETWEEN $from_month AND $to_month
    GROUP BY
        one.attend_month,
        one.town_code
),

grades AS (
    SELECT
        months.stat_month,
        one.town_code,
        COUNT(*) AS assessed,
        COUNT(*) FILTER (WHERE one.grade = 'good') AS good,
        COUNT(*) FILTER (WHERE member.role = 'leader') AS leaders,
        COUNT(*) FILTER (WHERE member.role = 'member') AS others,
        COUNT(*) FILTER (WHERE member.role = 'leader' AND one.grade = 'good') AS good_leaders,
        COUNT(*) FILTER (WHERE member.role = 'member' AND one.grade = 'good') AS good_others
    FROM months
    INNER JOIN scoped.assessment AS one
        ON
            one.period = 'term'
            AND one.object_kind = 'member'
            AND months.year_no = one.year
    INNER JOIN scoped.work_team_member AS member
        ON
            one.object_id = member.member_id
            AND months.next_month > member.end_date
    GROUP BY
        months.stat_month,
        one.town_code
)

SELECT
    COALESCE(attendance.stat_month, grades.stat_month) AS stat_month,
    COALESCE(attendance.town_code, grades.town_code) AS town_code,
    attendance.present AS attendance_rate__num,
    attendance.wanted AS attendance_rate__den,
    grades.good AS team_good_share__num,
    grades.assessed AS team_good_share__den,
    grades.leaders AS team_leaders_assessed,
    grades.others AS team_members_assessed,
    grades.good_leaders AS team_leaders_rated_good,
    grades.good_others AS team_members_rated_good
FROM attendance
FULL JOIN grades
    ON
        attendance.stat_month = grades.stat_month
        AND attendance.town_code = grades.town_code
ORDER BY
    COALESCE(attendance.stat_month, grades.stat_month),
    COALESCE(attendance.town_code, grades.town_code)
