-- title:   饮水监测: 水样和停水, 按下一级区域
-- grain:   one row per township of the county, per village of the township, or the village itself; only with checks
-- params:  $area VARCHAR
--          $month DATE              checks of the year up to its end
-- columns: area_code VARCHAR, area_name VARCHAR, samples BIGINT, passed BIGINT, failed BIGINT, pass_rate DOUBLE,
--          interruptions BIGINT, hours DOUBLE, longest_hours DOUBLE, open BIGINT, repair_days DOUBLE
-- units:   次; hours = 小时 without water in all, longest_hours = of one; open = failed or interrupted and not repaired
--          by the month's end; repair_days = 天 from the check to the repair, mean; pass_rate = 0..1
-- reads:   scoped.water_supply, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

checks AS (
    SELECT
        CASE WHEN LENGTH($area) = 6 THEN town_code ELSE division_code END AS area_code,
        sample_ok,
        CAST(interruption_hours AS DOUBLE) AS hours,
        check_date,
        CASE WHEN repair_at < CAST($month + INTERVAL '1' MONTH AS DATE) THEN repair_at END AS repair_at,
        COALESCE(interruption_hours > 0, FALSE) OR NOT COALESCE(sample_ok, TRUE) AS is_fault
    FROM scoped.water_supply
    WHERE
        check_date >= CAST(DATE_TRUNC('year', CAST($month AS DATE)) AS DATE)
        AND check_date < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
)

SELECT
    c.area_code,
    d.short_name AS area_name,
    CAST(COUNT(c.sample_ok) AS BIGINT) AS samples,
    CAST(COUNT(CASE WHEN c.sample_ok THEN 1 END) AS BIGINT) AS passed,
    CAST(COUNT(CASE WHEN NOT c.sample_ok THEN 1 END) AS BIGINT) AS failed,
    CAST(COUNT(CASE WHEN c.sample_ok THEN 1 END) AS DOUBLE) / NULLIF(COUNT(c.sample_ok), 0) AS pass_rate,
    CAST(COUNT(CASE WHEN c.hours > 0 THEN 1 END) AS BIGINT) AS interruptions,
    CAST(SUM(c.hours) AS DOUBLE) AS hours,
    CAST(MAX(c.hours) AS DOUBLE) AS longest_hours,
    CAST(COUNT(CASE WHEN c.is_fault AND c.repair_at IS NULL THEN 1 END) AS BIGINT) AS open,
    CAST(AVG(CASE WHEN c.is_fault THEN UNIX_DATE(c.repair_at) - UNIX_DATE(c.check_date) END) AS DOUBLE) AS repair_days
FROM checks AS c
LEFT JOIN scoped.division AS d ON c.area_code = d.division_code
GROUP BY
    c.area_code,
    d.short_name
ORDER BY c.area_code
