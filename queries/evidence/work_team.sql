-- title:   预警的凭据: 驻村工作队
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   its own number
--          $month DATE
-- columns: town_name VARCHAR, village_name VARCHAR, team_id VARCHAR, sender_level VARCHAR, sender_units VARCHAR,
--          start_date DATE, end_date DATE
-- units:   as in the table, 元, 0..1
-- reads:   scoped.work_team, scoped.division
SELECT
    town.name AS town_name,
    village.name AS village_name,
    one.team_id,
    one.sender_level,
    one.sender_units,
    one.start_date,
    one.end_date
FROM scoped.work_team AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.team_id = $object OR one.division_code = $object)
    AND $month IS NOT NULL
ORDER BY
    one.team_id
LIMIT 200
