-- title:   有任务没有工作队的村, 和工作队没有第一书记(队长)的村
-- grain:   one row per village with a task that has no team, or whose team has no leader, at the month's end
-- params:  $area VARCHAR, $month DATE
-- columns: area_code VARCHAR, town_name VARCHAR, village_name VARCHAR, lack VARCHAR, since DATE, days BIGINT
-- units:   lack = team or leader; since = the last day of the last one there was, NULL when there never was any;
--          days = from then to the month's end. Only townships that reported teams
-- reads:   scoped.division, scoped.work_team, scoped.work_team_member
WITH clock AS (
    SELECT CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month
),

teams AS (
    SELECT
        w.division_code,
        MAX(CASE WHEN w.end_date IS NULL OR w.end_date >= c.next_month THEN 1 ELSE 0 END) AS is_there,
        MAX(w.end_date) AS last_day
    FROM scoped.work_team AS w
    INNER JOIN clock AS c ON w.start_date < c.next_month
    GROUP BY w.division_code
),

leaders AS (
    SELECT
        m.division_code,
        MAX(CASE WHEN m.end_date IS NULL OR m.end_date >= c.next_month THEN 1 ELSE 0 END) AS is_there,
        MAX(m.end_date) AS last_day
    FROM scoped.work_team_member AS m
    INNER JOIN clock AS c ON m.start_date < c.next_month
    WHERE m.role = 'leader'
    GROUP BY m.division_code
),

members_told AS (
    SELECT DISTINCT town_code
    FROM scoped.work_team_member
)

SELECT
    v.division_code AS area_code,
    town.short_name AS town_name,
    v.name AS village_name,
    CASE WHEN COALESCE(t.is_there, 0) = 0 THEN 'team' ELSE 'leader' END AS lack,
    CASE WHEN COALESCE(t.is_there, 0) = 0 THEN t.last_day ELSE l.last_day END AS since,
    CAST(
        UNIX_DATE(c.next_month) - 1
        - UNIX_DATE(CASE WHEN COALESCE(t.is_there, 0) = 0 THEN t.last_day ELSE l.last_day END) AS BIGINT
    ) AS days
FROM scoped.division AS v
CROSS JOIN clock AS c
LEFT JOIN teams AS t ON v.division_code = t.division_code
LEFT JOIN leaders AS l ON v.division_code = l.division_code
LEFT JOIN scoped.division AS town ON v.town_code = town.division_code
WHERE
    v.level = 5
    AND v.has_task
    AND v.division_code LIKE $area || '%'
    AND v.town_code IN (SELECT w.town_code FROM scoped.work_team AS w)
    AND (
        COALESCE(t.is_there, 0) = 0
        OR (COALESCE(l.is_there, 0) = 0 AND v.town_code IN (SELECT m.town_code FROM members_told AS m))
    )
ORDER BY v.division_code
