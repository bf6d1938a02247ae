-- title:   数据更新时滞, 按县、乡镇和月
-- grain:   one row per area (county, township) that has ever reported households, and month
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, area_code VARCHAR, level INTEGER, town_code VARCHAR, update_lag BIGINT
-- units:   天 from the end of the last month whose households a township reported to the end of this month; the
--          county: of the township that is furthest behind
-- reads:   scoped.household_month, scoped.division
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST(DATE_TRUNC('year', stat_month) AS DATE) AS new_year,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    GROUP BY stat_month
),

outside AS (
    SELECT DISTINCT town_code
    FROM scoped.division
    WHERE level = 4 AND NOT in_county_total
),

reported AS (
    SELECT DISTINCT
        town_code,
        stat_month
    FROM scoped.household_month
    WHERE stat_month <= $to_month
),

lags AS (
    SELECT
        months.stat_month,
        reported.town_code,
        UNIX_DATE(months.next_month) - UNIX_DATE(CAST(MAX(reported.stat_month) + INTERVAL '1' MONTH AS DATE)) AS days
    FROM months
    INNER JOIN reported ON months.stat_month >= reported.stat_month
    GROUP BY
        months.stat_month,
        months.next_month,
        reported.town_code
)

SELECT
    stat_month,
    town_code AS area_code,
    4 AS level,
    town_code,
    CAST(MAX(days) AS BIGINT) AS update_lag
FROM lags
WHERE SUBSTR(town_code, 7, 3) <> '000'
GROUP BY
    stat_month,
    town_code
UNION ALL
SELECT
    lags.stat_month,
    SUBSTR(lags.town_code, 1, 6) AS area_code,
    3 AS level,
    CAST(NULL AS VARCHAR) AS town_code,
    CAST(MAX(days) AS BIGINT) AS update_lag
FROM lags
LEFT JOIN outside ON lags.town_code = outside.town_code
WHERE outside.town_code IS NULL
GROUP BY
    lags.stat_month,
    SUBSTR(lags.town_code, 1, 6)
ORDER BY
    stat_month,
    area_code
