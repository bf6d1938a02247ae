-- title:   农户全部月份, 按户排列
-- grain:   one row per household and month, a household's months together
-- params:
-- columns: stat_month DATE, hh_id VARCHAR, hh_key VARCHAR, town_code VARCHAR, division_code VARCHAR,
--          group_name VARCHAR, head_name VARCHAR, hh_type VARCHAR, mon_type VARCHAR, risk_status VARCHAR,
--          identified_month DATE, cleared_month DATE, clear_mode VARCHAR, risk_1 VARCHAR, risk_2 VARCHAR,
--          risk_3 VARCHAR, risk_4 VARCHAR, risk_5 VARCHAR, hh_persons INTEGER, is_no_labour BOOLEAN,
--          is_backstop BOOLEAN, contact_name VARCHAR, contact_phone VARCHAR, helper_id VARCHAR, phone VARCHAR,
--          house_dilapidated BOOLEAN, house_grade VARCHAR, house_area DECIMAL(18,2), water_safe BOOLEAN,
--          toilet BOOLEAN, toilet_works BOOLEAN, road_type VARCHAR, road_distance_km DECIMAL(18,2),
--          farmland_mu DECIMAL(18,2), forest_mu DECIMAL(18,2), emergency_first BOOLEAN, source_id VARCHAR,
--          source_row INTEGER, is_synthetic BOOLEAN
-- units:   as household_month; names and telephones are already masked here
-- reads:   scoped.household_month
SELECT
    stat_month,
    hh_id,
    hh_key,
    town_code,
    division_code,
    group_name,
    head_name,
    hh_type,
    mon_type,
    risk_status,
    identified_month,
    cleared_month,
    clear_mode,
    risk_1,
    risk_2,
    risk_3,
    risk_4,
    risk_5,
    hh_persons,
    is_no_labour,
    is_backstop,
    contact_name,
    contact_phone,
    helper_id,
    phone,
    house_dilapidated,
    house_grade,
    house_area,
    water_safe,
    toilet,
    toilet_works,
    road_type,
    road_distance_km,
    farmland_mu,
    forest_mu,
    emergency_first,
    source_id,
    source_row,
    is_synthetic
FROM scoped.household_month
ORDER BY
    hh_key,
    stat_month
