-- title:   预警的凭据: 农户月表
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   hh_key, or its own number
--          $month DATE
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, stat_month DATE, group_name VARCHAR,
--          hh_type VARCHAR, mon_type VARCHAR, risk_status VARCHAR, identified_month DATE, cleared_month DATE,
--          clear_mode VARCHAR, risk_1 VARCHAR, risk_2 VARCHAR, risk_3 VARCHAR, risk_4 VARCHAR, risk_5 VARCHAR,
--          hh_persons BIGINT, is_no_labour BOOLEAN, is_backstop BOOLEAN, helper_id VARCHAR,
--          house_dilapidated BOOLEAN, house_grade VARCHAR, house_area DOUBLE, water_safe BOOLEAN, toilet BOOLEAN,
--          toilet_works BOOLEAN, road_type VARCHAR, road_distance_km DOUBLE, farmland_mu DOUBLE, forest_mu DOUBLE,
--          emergency_first BOOLEAN
-- units:   as in the table, 元, 0..1
-- reads:   scoped.household_month, scoped.division
SELECT
    one.hh_key,
    town.name AS town_name,
    village.name AS village_name,
    one.stat_month,
    one.group_name,
    one.hh_type,
    one.mon_type,
    one.risk_status,
    one.identified_month,
    one.cleared_month,
    one.clear_mode,
    one.risk_1,
    one.risk_2,
    one.risk_3,
    one.risk_4,
    one.risk_5,
    CAST(one.hh_persons AS BIGINT) AS hh_persons,
    one.is_no_labour,
    one.is_backstop,
    one.helper_id,
    one.house_dilapidated,
    one.house_grade,
    CAST(one.house_area AS DOUBLE) AS house_area,
    one.water_safe,
    one.toilet,
    one.toilet_works,
    one.road_type,
    CAST(one.road_distance_km AS DOUBLE) AS road_distance_km,
    CAST(one.farmland_mu AS DOUBLE) AS farmland_mu,
    CAST(one.forest_mu AS DOUBLE) AS forest_mu,
    one.emergency_first
FROM scoped.household_month AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.hh_key = $object)
    AND one.stat_month = $month
ORDER BY
    one.hh_id,
    one.stat_month
LIMIT 200
