-- title:   受理后到期没有办结的信访和舆情
-- grain:   one row per item and month
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = the day it was received, wanted = days
-- reads:   scoped.household_month, scoped.threshold, scoped.petition
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
            rule.name = 'petition_open_days'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
)

SELECT
    months.stat_month,
    one.town_code,
    one.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    one.petition_id AS object_key,
    one.received_at + CAST(limits.days AS INTEGER) AS since,
    CAST(NULL AS DATE) AS due_at,
    'orange' AS severity,
    CAST(one.received_at AS VARCHAR) AS said,
    CAST(CAST(ROUND(limits.days, 0) AS BIGINT) AS VARCHAR) AS wanted
FROM months
INNER JOIN limits ON months.stat_month = limits.stat_month AND limits.choice = 1
INNER JOIN scoped.petition AS one
    ON
        UNIX_DATE(one.received_at) + limits.days < UNIX_DATE(months.next_month)
        AND COALESCE(months.next_month <= one.closed_at, TRUE)
ORDER BY
    months.stat_month,
    one.petition_id
