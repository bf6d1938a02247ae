-- title:   本月走访覆盖背后的农户: 走访到的, 和没有走访到的
-- grain:   one row per household that should be visited (脱贫户 and 未消除监测户); amount adds up to the numerator
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       visit_coverage, of any mode or onsite
-- columns: hh_key VARCHAR, village_name VARCHAR, head_name VARCHAR, hh_type VARCHAR, mon_type VARCHAR, visits BIGINT,
--          last_visit DATE, amount DOUBLE, dropped_by VARCHAR
-- units:   amount = 1 a household
-- reads:   scoped.household_month, scoped.household_visit, scoped.division
WITH visited AS (
    SELECT
        hh_id,
        COUNT(*) AS visits,
        MAX(visit_date) AS last_visit
    FROM scoped.household_visit
    WHERE
        visit_month = $month
        AND ($indicator NOT LIKE '%.onsite' OR mode = 'onsite')
    GROUP BY hh_id
)

SELECT
    home.hh_key,
    village.name AS village_name,
    home.head_name,
    home.hh_type,
    home.mon_type,
    COALESCE(visited.visits, 0) AS visits,
    visited.last_visit,
    1.0E0 AS amount,
    CASE WHEN visited.hh_id IS NULL THEN 'not_visited' END AS dropped_by
FROM scoped.household_month AS home
LEFT JOIN visited ON home.hh_id = visited.hh_id
LEFT JOIN scoped.division AS village ON home.division_code = village.division_code
WHERE
    home.stat_month = $month
    AND home.division_code LIKE $area || '%'
    AND (home.hh_type = 'alleviated' OR home.risk_status = 'active')
ORDER BY
    home.division_code,
    home.hh_key
