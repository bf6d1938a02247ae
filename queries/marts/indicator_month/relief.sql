-- title:   临时救助、防返贫基金和保险理赔, 按村和月
-- grain:   one row per village and month of a year with payments on file
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, relief_amount DOUBLE, fund_cases BIGINT,
--          dibao_amount DOUBLE, tekun_amount DOUBLE
-- units:   元 of the year so far; 件 of 防返贫基金 and 防贫保 of the year so far
-- reads:   scoped.benefit, scoped.insurance_claim, scoped.household_month
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

events AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.division_code,
        one.scheme,
        CAST(one.amount AS DOUBLE) AS amount,
        0 AS claims
    FROM months
    INNER JOIN scoped.benefit AS one
        ON
            months.new_year <= one.pay_month
            AND months.stat_month >= one.pay_month
            AND one.scheme IN ('temporary', 'relief_fund', 'relief_insurance', 'dibao', 'tekun')
    UNION ALL
    SELECT
        months.stat_month,
        one.town_code,
        one.division_code,
        'claim' AS scheme,
        0.0 AS amount,
        1 AS claims
    FROM months
    INNER JOIN scoped.insurance_claim AS one
        ON
            months.new_year <= one.event_date
            AND months.next_month > one.event_date
            AND one.policy = '防贫保'
)

SELECT
    stat_month,
    town_code,
    division_code,
    CAST(SUM(CASE WHEN scheme = 'temporary' THEN amount ELSE 0 END) AS DOUBLE) AS relief_amount,
    CAST(SUM(CASE WHEN scheme IN ('relief_fund', 'relief_insurance', 'claim') THEN 1 ELSE 0 END) AS BIGINT)
        AS fund_cases,
    CAST(SUM(CASE WHEN scheme = 'dibao' THEN amount ELSE 0 END) AS DOUBLE) AS dibao_amount,
    CAST(SUM(CASE WHEN scheme = 'tekun' THEN amount ELSE 0 END) AS DOUBLE) AS tekun_amount
FROM events
GROUP BY
    stat_month,
    town_code,
    division_code
ORDER BY
    stat_month,
    town_code,
    division_code
