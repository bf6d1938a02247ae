-- title:   监测对象, 逐户
-- grain:   one row per monitored household of the month
-- params:  $area VARCHAR, $month DATE
--          $type VARCHAR?, $status VARCHAR?
--          $risk VARCHAR?           any of the five risks
--          $main_risk VARCHAR?      the first risk
-- columns: hh_key VARCHAR, village_name VARCHAR, mon_type VARCHAR, risk_status VARCHAR, risk_1 VARCHAR,
--          other_risks VARCHAR, identified_month DATE, hh_persons INTEGER
-- units:   hh_persons = 人; other_risks = codes joined by commas
-- reads:   scoped.household_month, scoped.division
SELECT
    home.hh_key,
    village.name AS village_name,
    home.mon_type,
    home.risk_status,
    home.risk_1,
    CONCAT_WS(',', home.risk_2, home.risk_3, home.risk_4, home.risk_5) AS other_risks,
    home.identified_month,
    home.hh_persons
FROM scoped.household_month AS home
LEFT JOIN scoped.division AS village ON home.division_code = village.division_code
WHERE
    home.stat_month = $month
    AND home.mon_type IS NOT NULL
    AND home.division_code LIKE $area || '%'
    AND ($type IS NULL OR home.mon_type = $type)
    AND ($status IS NULL OR home.risk_status = $status)
    AND ($main_risk IS NULL OR home.risk_1 = $main_risk)
    AND ($risk IS NULL OR $risk IN (home.risk_1, home.risk_2, home.risk_3, home.risk_4, home.risk_5))
ORDER BY home.division_code, home.hh_key
