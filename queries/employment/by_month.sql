-- title:   务工规模逐月, 与去年同月底线
-- grain:   one row per month, the 13 months up to $month; a month without a report has empty figures
-- params:  $area VARCHAR              county, township or village
--          $month DATE                first day of the month
-- columns: stat_month DATE, workers BIGINT, last_year BIGINT
-- units:   人; last_year = the same month one year before, of the townships that reported both months
-- reads:   mart.indicator_month
WITH
months AS (
    SELECT CAST($month - INTERVAL '1' MONTH * n.back AS DATE) AS stat_month
    FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12)) AS n (back)
),

-- The area alone is looked for: a list of ids would be sought in every row of every file, and cost more than it saves.
figures AS (
    SELECT
        stat_month,
        MAX(CASE WHEN indicator_id = 'employed_alleviated' THEN value END) AS workers,
        MAX(CASE WHEN indicator_id = 'employment_ratio_base' THEN denominator END) AS last_year
    FROM mart.indicator_month
    WHERE
        area_code = $area
        AND stat_month >= CAST($month - INTERVAL '12' MONTH AS DATE)
        AND stat_month <= $month
    GROUP BY stat_month
)

SELECT
    m.stat_month,
    CAST(f.workers AS BIGINT) AS workers,
    CAST(f.last_year AS BIGINT) AS last_year
FROM months AS m
LEFT JOIN figures AS f ON m.stat_month = f.stat_month
ORDER BY m.stat_month
