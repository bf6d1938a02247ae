-- title:   人均纯收入的中位数
-- grain:   one row per county and township and month with incomes of the latest closed year and the households
--          of that December
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, area_code VARCHAR, level INTEGER, town_code VARCHAR, net_pc_median DOUBLE,
--          net_pc_median__den BIGINT, net_pc_median__alleviated DOUBLE, net_pc_median__alleviated__den BIGINT,
--          net_pc_median__monitored DOUBLE, net_pc_median__monitored__den BIGINT
-- units:   元 a person; den = 户, each one value
-- reads:   scoped.income_year, scoped.household_month, scoped.division, scoped.employment_month
WITH months AS (
    SELECT DISTINCT
        stat_month,
        EXTRACT(YEAR FROM stat_month) - CASE WHEN EXTRACT(MONTH FROM stat_month) = 12 THEN 0 ELSE 1 END AS closed_year
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    UNION
    SELECT DISTINCT
        stat_month,
        EXTRACT(YEAR FROM stat_month) - CASE WHEN EXTRACT(MONTH FROM stat_month) = 12 THEN 0 ELSE 1 END AS closed_year
    FROM scoped.employment_month
    WHERE stat_month BETWEEN $from_month AND $to_month
),

areas AS (
    SELECT
        division_code AS member_code,
        division_code AS area_code,
        4 AS level,
        division_code AS town_code
    FROM scoped.division
    WHERE level = 4
    UNION ALL
    SELECT
        division_code AS member_code,
        county_code AS area_code,
        3 AS level,
        CAST(NULL AS VARCHAR) AS town_code
    FROM scoped.division
    WHERE level = 4 AND in_county_total
),

incomes AS (
    SELECT
        hh_id,
        income_year,
        town_code,
        CAST(net_per_capita AS DOUBLE) AS net_pc,
        ROW_NUMBER() OVER (PARTITION BY hh_id, income_year ORDER BY window_type) AS choice
    FROM scoped.income_year
    WHERE
        window_type <> 'rolling_12m_before_event'
        AND income_year IN (SELECT months.closed_year FROM months)
),

households AS (
    SELECT
        incomes.income_year,
        incomes.town_code,
        incomes.net_pc,
        december.hh_type = 'alleviated' AS is_alleviated,
        december.mon_type IS NOT NULL AS is_monitored
    FROM incomes
    INNER JOIN scoped.household_month AS december
        ON
            incomes.hh_id = december.hh_id
            AND EXTRACT(MONTH FROM december.stat_month) = 12
            AND EXTRACT(YEAR FROM december.stat_month) = incomes.income_year
            AND december.stat_month BETWEEN CAST($from_month - INTERVAL '12' MONTH AS DATE) AND $to_month
    WHERE incomes.choice = 1
),

by_year AS (
    SELECT
        households.income_year,
        areas.area_code,
        areas.level,
        areas.town_code,
        CAST(PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY households.net_pc) AS DOUBLE) AS of_all,
        COUNT(*) AS of_all_hh,
        CAST(PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY CASE WHEN is_alleviated THEN households.net_pc END) AS DOUBLE)
            AS of_alleviated,
        COUNT(*) FILTER (WHERE is_alleviated) AS of_alleviated_hh,
        CAST(PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY CASE WHEN is_monitored THEN households.net_pc END) AS DOUBLE)
            AS of_monitored,
        COUNT(*) FILTER (WHERE is_monitored) AS of_monitored_hh
    FROM households
    INNER JOIN areas ON households.town_code = areas.member_code
    GROUP BY
        households.income_year,
        areas.area_code,
        areas.level,
        areas.town_code
)

SELECT
    months.stat_month,
    by_year.area_code,
    by_year.level,
    by_year.town_code,
    by_year.of_all AS net_pc_median,
    by_year.of_all_hh AS net_pc_median__den,
    by_year.of_alleviated AS net_pc_median__alleviated,
    by_year.of_alleviated_hh AS net_pc_median__alleviated__den,
    by_year.of_monitored AS net_pc_median__monitored,
    by_year.of_monitored_hh AS net_pc_median__monitored__den
FROM months
INNER JOIN by_year ON months.closed_year = by_year.income_year
ORDER BY
    months.stat_month,
    by_year.area_code
