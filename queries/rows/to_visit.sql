-- title:   本月应走访的每一户
-- grain:   one row per alleviated or active monitored household of a township that reported visits this month
-- params:  $area VARCHAR, $month DATE
-- columns: hh_key VARCHAR, village_name VARCHAR, hh_type VARCHAR, mon_type VARCHAR, risk_status VARCHAR,
--          hh_persons INTEGER, visits BIGINT, last_visit DATE
-- units:   visits = 次 this month
-- reads:   scoped.household_month, scoped.household_visit, scoped.division
WITH visits AS (
    SELECT
        hh_id,
        COUNT(*) AS visits,
        MAX(visit_date) AS last_visit
    FROM scoped.household_visit
    WHERE visit_month = $month
    GROUP BY hh_id
)

SELECT
    h.hh_key,
    village.name AS village_name,
    h.hh_type,
    h.mon_type,
    h.risk_status,
    h.hh_persons,
    COALESCE(v.visits, 0) AS visits,
    v.last_visit
FROM scoped.household_month AS h
LEFT JOIN visits AS v ON h.hh_id = v.hh_id
LEFT JOIN scoped.division AS village ON h.division_code = village.division_code
WHERE
    h.stat_month = $month
    AND h.division_code LIKE $area || '%'
    AND (h.hh_type = 'alleviated' OR h.risk_status = 'active')
    AND h.town_code IN (
        SELECT r.town_code FROM scoped.household_visit AS r
        WHERE r.visit_month = $month
    )
ORDER BY
    h.division_code,
    h.hh_key
