-- title:   各乡镇月末的红色预警
-- grain:   one row per township with a red alert; what is of the county itself stands under its own code
-- params:  $area VARCHAR     county or township
--          $month DATE
-- columns: area_code VARCHAR, name VARCHAR, red BIGINT
-- units:   条
-- reads:   scoped.alert, scoped.division
SELECT
    alerts.town_code AS area_code,
    MAX(town.name) AS name,
    CAST(COUNT(*) AS BIGINT) AS red
FROM scoped.alert AS alerts
LEFT JOIN scoped.division AS town ON alerts.town_code = town.division_code
WHERE
    alerts.stat_month = $month
    AND alerts.severity = 'red'
    AND (LENGTH($area) = 6 OR alerts.town_code = $area OR alerts.division_code = $area)
GROUP BY alerts.town_code
ORDER BY
    red DESC,
    area_code ASC
