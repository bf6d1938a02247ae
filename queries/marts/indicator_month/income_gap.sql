-- title:   脱贫人口收入与全县农村居民收入之比, 按月
-- grain:   one row per month whose closed income year has both (county)
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, area_code VARCHAR, level INTEGER, town_code VARCHAR, income_gap__num DOUBLE,
--          income_gap__den DOUBLE
-- units:   元 a head: net income of alleviated households (of that December, in townships of the county's total)
--          over the published disposable income of rural residents; two calibers
-- reads:   scoped.income_year, scoped.household_month, scoped.rural_income, scoped.division
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

closed AS (
    SELECT
        stat_month,
        CASE WHEN month_no = 12 THEN year_no ELSE year_no - 1 END AS income_year
    FROM months
),

outside AS (
    SELECT DISTINCT town_code
    FROM scoped.division
    WHERE level = 4 AND NOT in_county_total
),

alleviated AS (
    SELECT
        EXTRACT(YEAR FROM stat_month) AS income_year,
        hh_id,
        town_code
    FROM scoped.household_month
    WHERE
        EXTRACT(MONTH FROM stat_month) = 12
        AND hh_type = 'alleviated'
        AND stat_month BETWEEN CAST($from_month - INTERVAL '12' MONTH AS DATE) AND $to_month
),

-- One income a household and year: of two windows the one of the annual collection.
incomes AS (
    SELECT
        hh_id,
        income_year,
        persons_year,
        CAST(net_total AS DOUBLE) AS net_total,
        ROW_NUMBER() OVER (PARTITION BY hh_id, income_year ORDER BY window_type) AS choice
    FROM scoped.income_year
    WHERE window_type <> 'rolling_12m_before_event'
),

means AS (
    SELECT
        alleviated.income_year,
        SUBSTR(alleviated.town_code, 1, 6) AS area_code,
        SUM(incomes.net_total) AS net_total,
        SUM(incomes.persons_year) AS persons
    FROM alleviated
    INNER JOIN incomes
        ON alleviated.hh_id = incomes.hh_id AND alleviated.income_year = incomes.income_year AND incomes.choice = 1
    LEFT JOIN outside ON alleviated.town_code = outside.town_code
    WHERE outside.town_code IS NULL
    GROUP BY
        alleviated.income_year,
        SUBSTR(alleviated.town_code, 1, 6)
)

SELECT
    closed.stat_month,
    means.area_code,
    3 AS level,
    CAST(NULL AS VARCHAR) AS town_code,
    CAST(means.net_total / means.persons AS DOUBLE) AS income_gap__num,
    CAST(rural.disposable_pc AS DOUBLE) AS income_gap__den
FROM closed
INNER JOIN means ON closed.income_year = means.income_year
INNER JOIN scoped.rural_income AS rural
    ON closed.income_year = rural.year AND means.area_code = SUBSTR(rural.town_code, 1, 6)
WHERE means.persons > 0
ORDER BY
    closed.stat_month,
    means.area_code
