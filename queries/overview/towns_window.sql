-- title:   一个指标在各乡镇近几个月的走势
-- grain:   one row per township and month of the window; a month that was not reported has an empty value
-- params:  $indicator VARCHAR
--          $from_month DATE, $month DATE   both ends included
-- columns: area_code VARCHAR, name VARCHAR, short_name VARCHAR, stat_month DATE, value DOUBLE, numerator DOUBLE,
--          denominator DOUBLE, unit VARCHAR, is_suppressed BOOLEAN
-- units:   as the column unit says
-- reads:   mart.indicator_month, scoped.division
SELECT
    division.division_code AS area_code,
    division.name,
    division.short_name,
    figures.stat_month,
    figures.value,
    figures.numerator,
    figures.denominator,
    figures.unit,
    figures.is_suppressed
FROM scoped.division AS division
INNER JOIN mart.indicator_month AS figures ON division.division_code = figures.area_code
WHERE
    division.level = 4
    AND figures.indicator_id = $indicator
    AND figures.stat_month BETWEEN $from_month AND $month
ORDER BY
    division.division_code,
    figures.stat_month
