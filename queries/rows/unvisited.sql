-- title:   本月还没有走访到的每一户
-- grain:   one row per alleviated or active monitored household without a visit in the month, of a township that
--          reported
--          visits this month
-- params:  $area VARCHAR, $month DATE
-- columns: hh_key VARCHAR, village_name VARCHAR, hh_type VARCHAR, mon_type VARCHAR, risk_status VARCHAR,
--          hh_persons INTEGER
-- units:   hh_persons = 人
-- reads:   scoped.household_month, scoped.household_visit, scoped.division
SELECT
    h.hh_key,
    village.name AS village_name,
    h.hh_type,
    h.mon_type,
    h.risk_status,
    h.hh_persons
FROM scoped.household_month AS h
LEFT JOIN scoped.division AS village ON h.division_code = village.division_code
WHERE
    h.stat_month = $month
    AND h.division_code LIKE $area || '%'
    AND (h.hh_type = 'alleviated' OR h.risk_status = 'active')
    AND h.hh_id NOT IN (
        SELECT v.hh_id FROM scoped.household_visit AS v
        WHERE v.visit_month = $month
    )
    AND h.town_code IN (
        SELECT r.town_code FROM scoped.household_visit AS r
        WHERE r.visit_month = $month
    )
ORDER BY
    h.division_code,
    h.hh_key
