-- title:   预警的凭据: 月驻村天数
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   its own number
--          $month DATE
-- columns: town_name VARCHAR, village_name VARCHAR, member_id VARCHAR, attend_month DATE, days BIGINT,
--          nights BIGINT, leave_days BIGINT, checked_absent BIGINT
-- units:   as in the table, 元, 0..1
-- reads:   scoped.team_attendance, scoped.division
SELECT
    town.name AS town_name,
    village.name AS village_name,
    one.member_id,
    one.attend_month,
    CAST(one.days AS BIGINT) AS days,
    CAST(one.nights AS BIGINT) AS nights,
    CAST(one.leave_days AS BIGINT) AS leave_days,
    CAST(one.checked_absent AS BIGINT) AS checked_absent
FROM scoped.team_attendance AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.member_id = $object OR one.division_code = $object)
    AND one.attend_month >= CAST($month - INTERVAL '12' MONTH AS DATE)
    AND one.attend_month < CAST($month + INTERVAL '1' MONTH AS DATE)
ORDER BY
    one.member_id,
    one.attend_month
LIMIT 200
