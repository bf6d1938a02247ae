-- title:   资金到位后规定天数没有支付
-- grain:   one row per project (money without a project: per allocation) and month with money that arrived and
--          nothing paid
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = 元 arrived; wanted = days
-- reads:   scoped.household_month, scoped.threshold, scoped.fund_allocation, scoped.disbursement
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $since AND $until
    GROUP BY stat_month
),

limits AS (
    SELECT
        clock.stat_month,
        rule.warn AS days,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM months AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'batch_unpaid_days'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

arrived AS (
    SELECT
        months.stat_month,
        months.next_month,
        one.town_code,
        COALESCE(one.project_id, one.allocation_id) AS purpose,
        one.project_id,
        CASE WHEN one.project_id IS NULL THEN one.source END AS source,
        CASE WHEN one.project_id IS NULL THEN one.budget_year END AS budget_year,
        MIN(one.allocation_id) AS allocation_id,
        MIN(one.arrived_at) AS arrived_at,
        SUM(CAST(one.amount AS DOUBLE)) AS amount
    FROM months
    INNER JOIN scoped.fund_allocation AS one ON months.next_month > one.arrived_at
    GROUP BY
        months.stat_month,
        months.next_month,
        one.town_code,
        COALESCE(one.project_id, one.allocation_id),
        one.project_id,
        CASE WHEN one.project_id IS NULL THEN one.source END,
        CASE WHEN one.project_id IS NULL THEN one.budget_year END
),

waiting AS (
    SELECT
        arrived.stat_month,
        arrived.next_month,
        arrived.town_code,
        arrived.purpose,
        arrived.allocation_id,
        arrived.arrived_at,
        arrived.amount,
        COUNT(paid.pay_id) AS payments
    FROM arrived
    LEFT JOIN scoped.disbursement AS paid
        ON
            arrived.town_code = paid.town_code
            AND arrived.next_month > paid.pay_date
            AND paid.amount > 0
            AND (
                arrived.project_id = paid.project_id
                OR (
                    arrived.project_id IS NULL
                    AND paid.project_id IS NULL
                    AND arrived.source = paid.source
                    AND arrived.budget_year = paid.budget_year
                )
            )
    GROUP BY
        arrived.stat_month,
        arrived.next_month,
        arrived.town_code,
        arrived.purpose,
        arrived.allocation_id,
        arrived.arrived_at,
        arrived.amount
),

paying_towns AS (
    SELECT DISTINCT town_code
    FROM scoped.disbursement
)

SELECT
    waiting.stat_month,
    waiting.town_code,
    CAST(NULL AS VARCHAR) AS division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    waiting.allocation_id AS object_key,
    waiting.arrived_at + CAST(limits.days AS INTEGER) AS since,
    CAST(NULL AS DATE) AS due_at,
    'orange' AS severity,
    CAST(CAST(ROUND(waiting.amount, 0) AS BIGINT) AS VARCHAR) AS said,
    CAST(CAST(ROUND(limits.days, 0) AS BIGINT) AS VARCHAR) AS wanted
FROM waiting
INNER JOIN limits ON waiting.stat_month = limits.stat_month AND limits.choice = 1
INNER JOIN paying_towns ON waiting.town_code = paying_towns.town_code
WHERE
    waiting.payments = 0
    AND UNIX_DATE(waiting.arrived_at) + limits.days < UNIX_DATE(waiting.next_month)
ORDER BY
    waiting.stat_month,
    waiting.allocation_id
