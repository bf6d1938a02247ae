-- title:   一个指标在各乡镇近几个月的走势
-- grain:   one row per township and month of the window that any township reported, and the last month in any case;
--          what a township did not report has an empty value
-- params:  $indicator VARCHAR
--          $from_month DATE, $month DATE   both ends included
-- columns: area_code VARCHAR, name VARCHAR, short_name VARCHAR, stat_month DATE, value DOUBLE, numerator DOUBLE,
--          denominator DOUBLE, unit VARCHAR, is_suppressed BOOLEAN
-- units:   as the column unit says
-- reads:   mart.indicator_month, scoped.division
WITH figures AS (
    SELECT
        area_code,
        stat_month,
        value,
        numerator,
        denominator,
        unit,
        is_suppressed
    FROM mart.indicator_month
    WHERE
        level = 4
        AND indicator_id = $indicator
        AND stat_month BETWEEN $from_month AND $month
),

months AS (
    SELECT DISTINCT stat_month
    FROM figures
    UNION
    SELECT CAST($month AS DATE) AS stat_month
)

SELECT
    division.division_code AS area_code,
    division.name,
    division.short_name,
    months.stat_month,
    figures.value,
    figures.numerator,
    figures.denominator,
    figures.unit,
    COALESCE(figures.is_suppressed, FALSE) AS is_suppressed
FROM scoped.division AS division
CROSS JOIN months
LEFT JOIN figures ON division.division_code = figures.area_code AND months.stat_month = figures.stat_month
WHERE division.level = 4
ORDER BY
    division.division_code,
    months.stat_month
