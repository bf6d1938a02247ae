-- title:   预警的凭据: 饮水监测
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   code of the village
--          $month DATE
-- columns: town_name VARCHAR, village_name VARCHAR, check_date DATE, sample_ok BOOLEAN, interruption_hours DOUBLE,
--          repair_at DATE
-- units:   as in the table, 元, 0..1
-- reads:   scoped.water_supply, scoped.division
SELECT
    town.name AS town_name,
    village.name AS village_name,
    one.check_date,
    one.sample_ok,
    CAST(one.interruption_hours AS DOUBLE) AS interruption_hours,
    one.repair_at
FROM scoped.water_supply AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.division_code = $object)
    AND one.check_date >= CAST($month - INTERVAL '12' MONTH AS DATE)
    AND one.check_date < CAST($month + INTERVAL '1' MONTH AS DATE)
ORDER BY
    one.division_code,
    one.check_date
LIMIT 200
