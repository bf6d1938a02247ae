-- title:   农户档案抬头
-- grain:   one row, the household's latest month up to the one asked; no row when it is not there or not the viewer's
-- params:  $hh VARCHAR              hh_key
--          $month DATE
-- columns: stat_month DATE, hh_key VARCHAR, division_code VARCHAR, group_name VARCHAR, town_name VARCHAR,
--          village_name VARCHAR, head_name VARCHAR,
--          hh_type VARCHAR, mon_type VARCHAR, risk_status VARCHAR, risks VARCHAR, identified_month VARCHAR,
--          cleared_month VARCHAR, clear_mode VARCHAR, hh_persons INTEGER, is_no_labour BOOLEAN, is_backstop BOOLEAN,
--          contact_name VARCHAR, contact_phone VARCHAR, house_dilapidated BOOLEAN, house_grade VARCHAR,
--          water_safe BOOLEAN, toilet_works BOOLEAN, farmland_mu DOUBLE, has_left BOOLEAN
-- units:   hh_persons = 人; farmland_mu = 亩; risks = codes joined by commas;
--          months as 2023-11, '' where there is none; mon_type and risk_status = none when not
--          monitored; has_left = no row in the month asked
-- reads:   mart.household_history, scoped.division
SELECT
    history.stat_month,
    history.hh_key,
    history.division_code,
    history.group_name,
    town.name AS town_name,
    village.name AS village_name,
    history.head_name,
    history.hh_type,
    COALESCE(history.mon_type, 'none') AS mon_type,
    COALESCE(history.risk_status, 'none') AS risk_status,
    CONCAT_WS(',', history.risk_1, history.risk_2, history.risk_3, history.risk_4, history.risk_5) AS risks,
    COALESCE(SUBSTR(CAST(history.identified_month AS VARCHAR), 1, 7), '') AS identified_month,
    COALESCE(SUBSTR(CAST(history.cleared_month AS VARCHAR), 1, 7), '') AS cleared_month,
    COALESCE(history.clear_mode, '') AS clear_mode,
    history.hh_persons,
    history.is_no_labour,
    history.is_backstop,
    history.contact_name,
    history.contact_phone,
    history.house_dilapidated,
    history.house_grade,
    history.water_safe,
    history.toilet_works,
    CAST(history.farmland_mu AS DOUBLE) AS farmland_mu,
    history.stat_month < $month AS has_left
FROM mart.household_history AS history
LEFT JOIN scoped.division AS town ON history.town_code = town.division_code
LEFT JOIN scoped.division AS village ON history.division_code = village.division_code
WHERE history.hh_key = $hh AND history.stat_month <= $month
ORDER BY history.stat_month DESC
LIMIT 1
