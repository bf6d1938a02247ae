-- title:   保险理赔和防返贫基金的逐月件数和金额
-- grain:   one row per month with an event, a payment, or money from the fund
-- params:  $area VARCHAR
--          $from_month DATE, $month DATE   both ends included
-- columns: stat_month DATE, events BIGINT, paid BIGINT, paid_amount DOUBLE, fund_cases BIGINT, fund_amount DOUBLE
-- units:   件 and 元 of the month alone: events happened, paid were paid in it; fund_* = 防返贫基金 (benefit relief_fund)
-- reads:   scoped.insurance_claim, scoped.benefit, scoped.division
WITH outside AS (
    SELECT division_code
    FROM scoped.division
    WHERE
        level = 4
        AND NOT in_county_total
        AND LENGTH($area) = 6
),

steps AS (
    SELECT
        CAST(DATE_TRUNC('month', event_date) AS DATE) AS stat_month,
        'event' AS step,
        CAST(NULL AS DOUBLE) AS amount
    FROM scoped.insurance_claim
    WHERE
        event_date >= $from_month
        AND event_date < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
    UNION ALL
    SELECT
        CAST(DATE_TRUNC('month', paid_at) AS DATE) AS stat_month,
        'paid' AS step,
        CAST(amount AS DOUBLE) AS amount
    FROM scoped.insurance_claim
    WHERE
        paid_at >= $from_month
        AND paid_at < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
    UNION ALL
    SELECT
        pay_month AS stat_month,
        'fund' AS step,
        CAST(amount AS DOUBLE) AS amount
    FROM scoped.benefit
    WHERE
        scheme = 'relief_fund'
        AND pay_month BETWEEN $from_month AND $month
        AND division_code LIKE $area || '%'
        AND town_code NOT IN (SELECT o.division_code FROM outside AS o)
)

SELECT
    stat_month,
    CAST(COUNT(CASE WHEN step = 'event' THEN 1 END) AS BIGINT) AS events,
    CAST(COUNT(CASE WHEN step = 'paid' THEN 1 END) AS BIGINT) AS paid,
    CAST(COALESCE(SUM(CASE WHEN step = 'paid' THEN amount END), 0) AS DOUBLE) AS paid_amount,
    CAST(COUNT(CASE WHEN step = 'fund' THEN 1 END) AS BIGINT) AS fund_cases,
    CAST(COALESCE(SUM(CASE WHEN step = 'fund' THEN amount END), 0) AS DOUBLE) AS fund_amount
FROM steps
GROUP BY stat_month
ORDER BY stat_month
