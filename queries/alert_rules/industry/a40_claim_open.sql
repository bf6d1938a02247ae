-- title:   报案后规定天数没有赔付的理赔
-- grain:   one row per claim and month
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = the day of the report, of the event where there is none
-- reads:   scoped.household_month, scoped.threshold, scoped.insurance_claim
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
            rule.name = 'claim_open_days'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
)

SELECT
    months.stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.claim_id AS object_key,
    COALESCE(one.reported_at, one.event_date) + CAST(limits.days AS INTEGER) AS since,
    CAST(NULL AS DATE) AS due_at,
    'yellow' AS severity,
    CAST(COALESCE(one.reported_at, one.event_date) AS VARCHAR) AS said,
    CAST(CAST(ROUND(limits.days, 0) AS BIGINT) AS VARCHAR) AS wanted
FROM months
INNER JOIN limits ON months.stat_month = limits.stat_month AND limits.choice = 1
INNER JOIN scoped.insurance_claim AS one
    ON
        UNIX_DATE(COALESCE(one.reported_at, one.event_date)) + limits.days < UNIX_DATE(months.next_month)
        AND COALESCE(months.next_month <= one.paid_at, TRUE)
ORDER BY
    months.stat_month,
    one.claim_id
