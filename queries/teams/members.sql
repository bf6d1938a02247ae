-- title:   在村的工作队员: 人数、组成, 按派出级别
-- grain:   one row per level that sent a team in place at the month's end
-- params:  $area VARCHAR, $month DATE
-- columns: sender_level VARCHAR, teams BIGINT, sender_units BIGINT, leaders BIGINT, members BIGINT, joined BIGINT,
--          left_team BIGINT
-- units:   teams = 个; sender_units = 个 names in the column of the sending units (a team may be sent by several);
--          leaders
--          and members = 人 in post at the month's end; joined, left_team = 人 in the year so far (of teams of that
--          level)
-- reads:   scoped.work_team, scoped.work_team_member
WITH clock AS (
    SELECT
        CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST(DATE_TRUNC('year', $month) AS DATE) AS new_year
),

teams AS (
    SELECT
        w.team_id,
        w.sender_level,
        LENGTH(w.sender_units) - LENGTH(REPLACE(w.sender_units, '、', '')) + 1 AS units
    FROM scoped.work_team AS w
    INNER JOIN clock AS c ON w.start_date < c.next_month AND (w.end_date IS NULL OR w.end_date >= c.next_month)
    WHERE w.division_code LIKE $area || '%'
),

people AS (
    SELECT
        m.team_id,
        COUNT(
            CASE
                WHEN
                    m.role = 'leader' AND m.start_date < c.next_month
                    AND (m.end_date IS NULL OR m.end_date >= c.next_month)
                    THEN 1
            END
        ) AS leaders,
        COUNT(
            CASE
                WHEN
                    m.role = 'member' AND m.start_date < c.next_month
                    AND (m.end_date IS NULL OR m.end_date >= c.next_month)
                    THEN 1
            END
        ) AS members,
        COUNT(CASE WHEN m.start_date >= c.new_year AND m.start_date < c.next_month THEN 1 END) AS joined,
        COUNT(CASE WHEN m.end_date >= c.new_year AND m.end_date < c.next_month THEN 1 END) AS left_team
    FROM scoped.work_team_member AS m
    CROSS JOIN clock AS c
    WHERE m.division_code LIKE $area || '%'
    GROUP BY m.team_id
)

SELECT
    t.sender_level,
    COUNT(*) AS teams,
    CAST(SUM(t.units) AS BIGINT) AS sender_units,
    CAST(SUM(p.leaders) AS BIGINT) AS leaders,
    CAST(SUM(p.members) AS BIGINT) AS members,
    CAST(SUM(p.joined) AS BIGINT) AS joined,
    CAST(SUM(p.left_team) AS BIGINT) AS left_team
FROM teams AS t
LEFT JOIN people AS p ON t.team_id = p.team_id
GROUP BY t.sender_level
ORDER BY t.sender_level
