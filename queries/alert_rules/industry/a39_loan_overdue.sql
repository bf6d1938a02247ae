-- title:   逾期的小额信贷，和逾期率过高的乡镇
-- grain:   one row per overdue loan and month; per township whose rate is above the line while more than one loan is
--          overdue (a single one is told by itself)
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = 元 of balance, or the rate; since of a township = the first month of the present run
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

every_month AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month <= $until
    GROUP BY stat_month
),

limits AS (
    SELECT
        clock.stat_month,
        rule.red AS rate,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM every_month AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'loan_overdue_rate'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

loans AS (
    SELECT
        every_month.stat_month,
        one.town_code,
        CAST(one.balance AS DOUBLE) AS balance,
        one.status IN ('overdue', 'compensated')
        AND one.due_date < every_month.next_month
        AND one.balance > 0 AS is_overdue
    FROM every_month
    INNER JOIN scoped.microloan AS one ON every_month.next_month > one.issue_date
),

towns AS (
    SELECT
        stat_month,
        town_code,
        SUM(CASE WHEN is_overdue THEN balance ELSE 0 END) / SUM(balance) AS rate,
        COUNT(*) FILTER (WHERE is_overdue) AS overdue
    FROM loans
    GROUP BY
        stat_month,
        town_code
    HAVING SUM(balance) > 0
),

high AS (
    SELECT
        towns.stat_month,
        towns.town_code,
        CAST(NULL AS VARCHAR) AS division_code,
        towns.rate
    FROM towns
    INNER JOIN limits ON towns.stat_month = limits.stat_month AND limits.choice = 1
    WHERE towns.rate > limits.rate AND towns.overdue > 1
),

-- The months that a township reported, numbered: a month that is not there does not break a run.
reported AS (
    SELECT
        town_code,
        stat_month,
        ROW_NUMBER() OVER (PARTITION BY town_code ORDER BY stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month <= $until
    GROUP BY
        town_code,
        stat_month
),

numbered AS (
    SELECT
        high.stat_month, high.town_code, high.division_code, high.rate,
        reported.month_no - ROW_NUMBER() OVER (PARTITION BY high.town_code ORDER BY high.stat_month) AS run_no
    FROM high
    INNER JOIN reported ON high.town_code = reported.town_code AND high.stat_month = reported.stat_month
),

runs AS (
    SELECT
        stat_month, town_code, division_code, rate,
        MIN(stat_month) OVER (PARTITION BY town_code, run_no) AS run_start
    FROM numbered
)

SELECT
    months.stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.loan_id AS object_key,
    CAST(one.due_date + INTERVAL '1' DAY AS DATE) AS since,
    CAST(NULL AS DATE) AS due_at,
    'red' AS severity,
    CAST(CAST(ROUND(one.balance, 0) AS BIGINT) AS VARCHAR) AS said,
    'loan' AS wanted
FROM months
INNER JOIN scoped.microloan AS one
    ON
        one.status IN ('overdue', 'compensated')
        AND one.balance > 0
        AND months.next_month > CAST(one.due_date + INTERVAL '1' DAY AS DATE)
UNION ALL
SELECT
    stat_month,
    town_code,
    division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    town_code AS object_key,
    run_start AS since,
    CAST(NULL AS DATE) AS due_at,
    'red' AS severity,
    CONCAT(CAST(ROUND(CAST(rate * 100 AS DECIMAL(9, 4)), 1) AS VARCHAR), '%') AS said,
    'town' AS wanted
FROM runs
WHERE stat_month >= $since
ORDER BY
    stat_month,
    object_key
