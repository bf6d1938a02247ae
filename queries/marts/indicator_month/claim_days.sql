-- title:   理赔时长: 从出险到赔付的天数, 按县、乡镇和月
-- grain:   one row per area (county, township) and month of a year with a claim paid
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, area_code VARCHAR, level INTEGER, town_code VARCHAR, claim_days DOUBLE
-- units:   天, median of the claims paid in the year so far
-- reads:   scoped.insurance_claim, scoped.household_month
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

claims AS (
    SELECT
        months.stat_month,
        one.town_code,
        UNIX_DATE(one.paid_at) - UNIX_DATE(one.event_date) AS days
    FROM months
    INNER JOIN scoped.insurance_claim AS one
        ON
            months.new_year <= one.paid_at
            AND months.next_month > one.paid_at
)

SELECT
    stat_month,
    town_code AS area_code,
    4 AS level,
    town_code,
    PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY days) AS claim_days
FROM claims
GROUP BY
    stat_month,
    town_code
UNION ALL
SELECT
    stat_month,
    SUBSTR(town_code, 1, 6) AS area_code,
    3 AS level,
    CAST(NULL AS VARCHAR) AS town_code,
    PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY days) AS claim_days
FROM claims
GROUP BY
    stat_month,
    SUBSTR(town_code, 1, 6)
ORDER BY
    stat_month,
    area_code
