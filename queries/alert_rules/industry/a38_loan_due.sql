-- title:   快到期的小额信贷
-- grain:   one row per loan with a balance and month, from the first days of notice until it is due; the same loans
--          as loan_due_30_60_90
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = 元 of balance; since = the first day of notice, one alert until the loan is due
-- reads:   scoped.household_month, scoped.threshold, scoped.microloan
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

notice AS (
    SELECT
        clock.stat_month,
        rule.warn AS first_days,
        rule.red AS last_days,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM months AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'loan_due_days'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

second AS (
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
            rule.name = 'loan_due_soon_days'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
)

SELECT
    months.stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.loan_id AS object_key,
    one.due_date - CAST(notice.first_days AS INTEGER) AS since,
    one.due_date AS due_at,
    CASE
        WHEN UNIX_DATE(one.due_date) < UNIX_DATE(months.next_month) + notice.last_days THEN 'orange' ELSE 'yellow'
    END AS severity,
    CAST(CAST(ROUND(one.balance, 0) AS BIGINT) AS VARCHAR) AS said,
    CASE
        WHEN UNIX_DATE(one.due_date) < UNIX_DATE(months.next_month) + notice.last_days THEN 'last'
        WHEN UNIX_DATE(one.due_date) < UNIX_DATE(months.next_month) + second.days THEN 'second'
        ELSE 'first'
    END AS wanted
FROM months
INNER JOIN notice ON months.stat_month = notice.stat_month AND notice.choice = 1
INNER JOIN second ON months.stat_month = second.stat_month AND second.choice = 1
INNER JOIN scoped.microloan AS one
    ON
        months.next_month > one.issue_date
        AND months.next_month <= one.due_date
        AND UNIX_DATE(one.due_date) < UNIX_DATE(months.next_month) + notice.first_days
        AND one.balance > 0
ORDER BY
    months.stat_month,
    one.loan_id
