-- title:   务工规模逐月, 与去年同月底线
-- grain:   one row per month, the 13 months up to $month; a month without a report has empty figures
-- params:  $area VARCHAR              county, township or village
--          $month DATE                first day of the month
-- columns: stat_month DATE, workers BIGINT, last_year BIGINT
-- units:   人; last_year = the same month one year before
-- reads:   mart.indicator_month
WITH
months AS (
    SELECT CAST($month - INTERVAL '1' MONTH * n.back AS DATE) AS stat_month
    FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12)) AS n (back)
),

figures AS (
    SELECT
        stat_month,
        value
    FROM mart.indicator_month
    WHERE
        indicator_id = 'employed_alleviated'
        AND area_code = $area
        AND stat_month >= CAST($month - INTERVAL '24' MONTH AS DATE)
        AND stat_month <= $month
)

SELECT
    m.stat_month,
    CAST(f.value AS BIGINT) AS workers,
    CAST(y.value AS BIGINT) AS last_year
FROM months AS m
LEFT JOIN figures AS f ON m.stat_month = f.stat_month
LEFT JOIN figures AS y ON CAST(m.stat_month - INTERVAL '12' MONTH AS DATE) = y.stat_month
ORDER BY m.stat_month
