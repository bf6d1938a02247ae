-- title:   有劳动力的未消除监测户: 有人务工的, 和没有人务工的
-- grain:   one row per monitored household still active and with labour whose township reported the work table
-- params:  $area VARCHAR, $month DATE
-- columns: hh_key VARCHAR, village_name VARCHAR, mon_type VARCHAR, hh_persons INTEGER, workers BIGINT, amount DOUBLE,
--          dropped_by VARCHAR
-- units:   amount = 1 a household; workers, hh_persons = 人
-- reads:   scoped.household_month, scoped.employment_month, scoped.division
WITH working AS (
    SELECT
        hh_id,
        COUNT(*) FILTER (WHERE working) AS workers
    FROM scoped.employment_month
    WHERE stat_month = $month
    GROUP BY hh_id
),

reporting AS (
    SELECT DISTINCT town_code
    FROM scoped.employment_month
    WHERE stat_month = $month
)

SELECT
    home.hh_key,
    village.name AS village_name,
    home.mon_type,
    home.hh_persons,
    CAST(COALESCE(working.workers, 0) AS BIGINT) AS workers,
    1.0E0 AS amount,
    CASE WHEN COALESCE(working.workers, 0) = 0 THEN 'nobody_working' END AS dropped_by
FROM scoped.household_month AS home
INNER JOIN reporting ON home.town_code = reporting.town_code
LEFT JOIN working ON home.hh_id = working.hh_id
LEFT JOIN scoped.division AS village ON home.division_code = village.division_code
WHERE
    home.stat_month = $month
    AND home.risk_status = 'active'
    AND NOT home.is_no_labour
    AND home.division_code LIKE $area || '%'
ORDER BY home.division_code, home.hh_key
