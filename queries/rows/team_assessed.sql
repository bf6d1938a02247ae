-- title:   驻村考核背后的每一次考核(不列姓名)
-- grain:   one row per member assessed; amount adds up to the figure over the rows without dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR?      team_leaders_assessed, team_members_assessed, team_leaders_rated_good,
--                                   team_members_rated_good or team_good_share (its numerator): the terms of the year
--          $year INTEGER?, $period VARCHAR?, $period_no INTEGER?   one assessment, where no indicator is asked
--          $role VARCHAR?, $grade VARCHAR?
-- columns: town_name VARCHAR, village_name VARCHAR, role VARCHAR, year INTEGER, period VARCHAR, period_no INTEGER,
--          score DOUBLE, grade VARCHAR, amount DOUBLE, dropped_by VARCHAR
-- units:   amount = 1 a member
-- reads:   scoped.assessment, scoped.work_team_member, scoped.division
SELECT
    town.short_name AS town_name,
    village.name AS village_name,
    m.role,
    CAST(a.year AS INTEGER) AS year,
    a.period,
    CAST(a.period_no AS INTEGER) AS period_no,
    CAST(a.score AS DOUBLE) AS score,
    a.grade,
    1.0E0 AS amount,
    CASE
        WHEN a.period = 'term' AND m.end_date >= CAST($month + INTERVAL '1' MONTH AS DATE) THEN 'term_not_over'
        WHEN $indicator LIKE '%leaders%' AND m.role <> 'leader' THEN 'other_role'
        WHEN $indicator LIKE '%members%' AND m.role <> 'member' THEN 'other_role'
        WHEN $indicator LIKE '%good%' AND COALESCE(a.grade, '') <> 'good' THEN 'not_good'
    END AS dropped_by
FROM scoped.assessment AS a
INNER JOIN scoped.work_team_member AS m ON a.object_id = m.member_id
LEFT JOIN scoped.division AS village ON a.division_code = village.division_code
LEFT JOIN scoped.division AS town ON a.town_code = town.division_code
WHERE
    a.object_kind = 'member'
    AND a.division_code LIKE $area || '%'
    AND a.year = COALESCE($year, EXTRACT(YEAR FROM $month))
    AND a.period = COALESCE($period, 'term')
    AND ($period_no IS NULL OR a.period_no = $period_no)
    AND ($role IS NULL OR m.role = $role)
    AND ($grade IS NULL OR a.grade = $grade)
ORDER BY
    a.division_code,
    a.object_id,
    a.period_no
