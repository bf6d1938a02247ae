-- title:   监测对象名单的户数和人数(与名单同一筛选)
-- grain:   one row; the filters are those of monitoring/households, so total_hh is the number of its rows
-- params:  $area VARCHAR, $month DATE
--          $type VARCHAR?, $status VARCHAR?
--          $risk VARCHAR?           any of the five risks
-- columns: total_hh BIGINT, total_persons BIGINT, active_hh BIGINT, active_persons BIGINT, cleared_hh BIGINT,
--          cleared_persons BIGINT, no_labour_hh BIGINT, unvisited_hh BIGINT
-- units:   hh = 户, persons = 人; unvisited = active and not visited in the month, NULL when the scope
--          reported no visit of the month at all
-- reads:   scoped.household_month, scoped.household_visit
WITH visited AS (
    SELECT DISTINCT hh_id
    FROM scoped.household_visit
    WHERE visit_month = $month
),

listed AS (
    SELECT
        hm.hh_persons,
        hm.is_no_labour,
        hm.risk_status = 'active' AS is_active,
        visited.hh_id IS NOT NULL AS is_visited
    FROM scoped.household_month AS hm
    LEFT JOIN visited ON hm.hh_id = visited.hh_id
    WHERE
        hm.stat_month = $month
        AND hm.mon_type IS NOT NULL
        AND hm.division_code LIKE $area || '%'
        AND ($type IS NULL OR hm.mon_type = $type)
        AND ($status IS NULL OR hm.risk_status = $status)
        AND ($risk IS NULL OR $risk IN (hm.risk_1, hm.risk_2, hm.risk_3, hm.risk_4, hm.risk_5))
)

SELECT
    COUNT(*) AS total_hh,
    CAST(COALESCE(SUM(hh_persons), 0) AS BIGINT) AS total_persons,
    COUNT(*) FILTER (WHERE is_active) AS active_hh,
    CAST(COALESCE(SUM(CASE WHEN is_active THEN hh_persons END), 0) AS BIGINT) AS active_persons,
    COUNT(*) FILTER (WHERE NOT is_active) AS cleared_hh,
    CAST(COALESCE(SUM(CASE WHEN NOT is_active THEN hh_persons END), 0) AS BIGINT) AS cleared_persons,
    COUNT(*) FILTER (WHERE is_no_labour) AS no_labour_hh,
    CASE
        WHEN (SELECT COUNT(*) FROM visited) > 0 THEN COUNT(*) FILTER (WHERE is_active AND NOT is_visited)
    END AS unvisited_hh
FROM listed
