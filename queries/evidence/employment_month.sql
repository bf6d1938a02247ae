-- title:   预警的凭据: 务工月监测
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   hh_key, or its own number
--          $month DATE
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, stat_month DATE, working BOOLEAN,
--          planned BOOLEAN, place_name VARCHAR, place_class VARCHAR, start_month DATE, end_month DATE,
--          month_wage DOUBLE, industry VARCHAR, point_to_point BOOLEAN, channel VARCHAR, transport_subsidy DOUBLE,
--          service_need VARCHAR
-- units:   as in the table, 元, 0..1
-- reads:   scoped.employment_month, scoped.division
SELECT
    one.hh_key,
    town.name AS town_name,
    village.name AS village_name,
    one.stat_month,
    one.working,
    one.planned,
    one.place_name,
    one.place_class,
    one.start_month,
    one.end_month,
    CAST(one.month_wage AS DOUBLE) AS month_wage,
    one.industry,
    one.point_to_point,
    one.channel,
    CAST(one.transport_subsidy AS DOUBLE) AS transport_subsidy,
    one.service_need
FROM scoped.employment_month AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.hh_key = $object)
    AND one.stat_month = $month
ORDER BY
    one.person_id,
    one.stat_month
LIMIT 200
