-- title:   验收后没有付清，或付款超过计划的项目
-- grain:   one row per project and month, in townships that tell payments
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = 元 not paid, or paid beyond the plan
-- reads:   scoped.household_month, scoped.threshold, scoped.disbursement, scoped.project
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
            rule.name = 'finished_unpaid_days'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

days AS (
    SELECT
        project_id,
        pay_date,
        SUM(SUM(CAST(amount AS DOUBLE))) OVER (PARTITION BY project_id ORDER BY pay_date) AS paid
    FROM scoped.disbursement
    WHERE project_id IS NOT NULL
    GROUP BY
        project_id,
        pay_date
),

paid AS (
    SELECT
        months.stat_month,
        days.project_id,
        MIN(CASE WHEN days.paid > CAST(one.plan_total AS DOUBLE) THEN days.pay_date END) AS over_at,
        MAX(days.pay_date) AS last_day
    FROM months
    INNER JOIN days ON months.next_month > days.pay_date
    INNER JOIN scoped.project AS one ON days.project_id = one.project_id
    GROUP BY
        months.stat_month,
        days.project_id
),

paying_towns AS (
    SELECT DISTINCT town_code
    FROM scoped.disbursement
),

projects AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.division_code,
        one.project_id,
        one.accepted_at + CAST(limits.days AS INTEGER) AS owed_since,
        paid.over_at,
        CAST(one.plan_total AS DOUBLE) - COALESCE(days.paid, 0) AS owed,
        COALESCE(UNIX_DATE(one.accepted_at) + limits.days < UNIX_DATE(months.next_month), FALSE) AS is_payable
    FROM months
    INNER JOIN limits ON months.stat_month = limits.stat_month AND limits.choice = 1
    CROSS JOIN scoped.project AS one
    INNER JOIN paying_towns ON one.town_code = paying_towns.town_code
    LEFT JOIN paid ON months.stat_month = paid.stat_month AND one.project_id = paid.project_id
    LEFT JOIN days ON paid.project_id = days.project_id AND paid.last_day = days.pay_date
    WHERE one.state <> 'cancelled'
)

SELECT
    stat_month,
    town_code,
    division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    project_id AS object_key,
    CASE WHEN owed > 0 THEN owed_since ELSE over_at END AS since,
    CAST(NULL AS DATE) AS due_at,
    'red' AS severity,
    CAST(CAST(ROUND(ABS(owed), 0) AS BIGINT) AS VARCHAR) AS said,
    CASE WHEN owed > 0 THEN 'unpaid' ELSE 'over' END AS wanted
FROM projects
WHERE
    (owed > 0 AND is_payable)
    OR owed < 0
ORDER BY
    stat_month,
    project_id
