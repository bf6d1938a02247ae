-- title:   监测对象, 按下一级区划
-- grain:   one row per township of a county, or per village of a township, that has a monitored household;
--          only areas of the viewer's own scope
-- params:  $area VARCHAR, $month DATE
-- columns: area_code VARCHAR, area_name VARCHAR, active_hh BIGINT, active_persons BIGINT, cleared_hh BIGINT,
--          cleared_persons BIGINT, total_hh BIGINT, total_persons BIGINT
-- units:   hh = 户, persons = 人
-- reads:   scoped.household_month, scoped.division
WITH counted AS (
    SELECT
        SUBSTR(division_code, 1, LENGTH($area) + 3) AS area_code,
        COUNT(*) FILTER (WHERE risk_status = 'active') AS active_hh,
        SUM(CASE WHEN risk_status = 'active' THEN hh_persons ELSE 0 END) AS active_persons,
        COUNT(*) FILTER (WHERE risk_status = 'cleared') AS cleared_hh,
        SUM(CASE WHEN risk_status = 'cleared' THEN hh_persons ELSE 0 END) AS cleared_persons,
        COUNT(*) AS total_hh,
        SUM(hh_persons) AS total_persons
    FROM scoped.household_month
    WHERE stat_month = $month AND mon_type IS NOT NULL AND division_code LIKE $area || '%'
    GROUP BY SUBSTR(division_code, 1, LENGTH($area) + 3)
)

SELECT
    counted.area_code,
    division.name AS area_name,
    counted.active_hh,
    CAST(counted.active_persons AS BIGINT) AS active_persons,
    counted.cleared_hh,
    CAST(counted.cleared_persons AS BIGINT) AS cleared_persons,
    counted.total_hh,
    CAST(counted.total_persons AS BIGINT) AS total_persons
FROM counted
LEFT JOIN scoped.division AS division ON counted.area_code = division.division_code
ORDER BY counted.active_hh DESC, counted.area_code ASC
