-- title:   工作队员: 在岗的, 和本年离任的
-- grain:   one row per member of a team (no names); amount adds up to the figure over the rows without dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       team_replaced; or leaders, members (in post at the month's end), joined, left_team
--          (in
--                                   the year so far)
--          $sender VARCHAR?         the level that sent the team
-- columns: town_name VARCHAR, village_name VARCHAR, role VARCHAR, sender_level VARCHAR, start_date DATE, end_date DATE,
--          amount DOUBLE, dropped_by VARCHAR
-- units:   amount = 1 a member
-- reads:   scoped.work_team_member, scoped.work_team, scoped.division
WITH clock AS (
    SELECT
        CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST(DATE_TRUNC('year', $month) AS DATE) AS new_year
)

SELECT
    town.short_name AS town_name,
    village.name AS village_name,
    m.role,
    t.sender_level,
    m.start_date,
    m.end_date,
    1.0E0 AS amount,
    CASE
        WHEN m.start_date >= c.next_month THEN 'not_yet_sent'
        WHEN $indicator = 'joined' THEN CASE WHEN m.start_date < c.new_year THEN 'sent_before' END
        WHEN $indicator IN ('team_replaced', 'left_team')
            THEN
                CASE
                    WHEN m.end_date IS NULL OR m.end_date >= c.next_month THEN 'still_there'
                    WHEN m.end_date < c.new_year THEN 'left_before'
                    WHEN $indicator = 'team_replaced' AND NOT COALESCE(m.replaced, FALSE) THEN 'not_replaced'
                END
        WHEN m.end_date < c.next_month THEN 'already_left'
        WHEN $indicator = 'leaders' AND m.role <> 'leader' THEN 'other_role'
        WHEN $indicator = 'members' AND m.role <> 'member' THEN 'other_role'
    END AS dropped_by
FROM scoped.work_team_member AS m
CROSS JOIN clock AS c
LEFT JOIN scoped.work_team AS t ON m.team_id = t.team_id
LEFT JOIN scoped.division AS village ON m.division_code = village.division_code
LEFT JOIN scoped.division AS town ON m.town_code = town.division_code
WHERE
    m.division_code LIKE $area || '%'
    AND ($sender IS NULL OR t.sender_level = $sender)
ORDER BY
    m.division_code,
    m.member_id
