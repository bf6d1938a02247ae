-- title:   有劳动能力的未消除风险户满规定月数没有开发式帮扶措施
-- grain:   one row per active household with labour and month; a household without any measure is told by A04
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = the month of identification, wanted = months allowed; developmental = industry, employment,
--          finance, public post
-- reads:   scoped.household_month, scoped.threshold, scoped.measure
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
        rule.warn AS months,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM months AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'dev_measure_months'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

active AS (
    SELECT
        home.stat_month,
        months.next_month,
        home.town_code,
        home.division_code,
        home.hh_id,
        home.hh_key,
        home.identified_month,
        home.is_no_labour
    FROM scoped.household_month AS home
    INNER JOIN months ON home.stat_month = months.stat_month
    WHERE
        home.risk_status = 'active'
        AND home.identified_month IS NOT NULL
        AND home.stat_month BETWEEN $since AND $until
),

-- Where a township tells no measures at all, nobody is without one.
telling AS (
    SELECT
        town_code,
        MIN(start_date) AS first_day
    FROM scoped.measure
    GROUP BY town_code
),

helped AS (
    SELECT
        active.stat_month,
        active.hh_id,
        COUNT(*) FILTER (WHERE help.category IN ('industry', 'employment', 'finance', 'public_post')) AS developmental
    FROM active
    INNER JOIN scoped.measure AS help
        ON
            active.hh_id = help.hh_id
            AND active.next_month > help.start_date
            AND help.status <> 'planned'
    GROUP BY
        active.stat_month,
        active.hh_id
)

SELECT
    active.stat_month,
    active.town_code,
    active.division_code,
    active.hh_key,
    active.hh_key AS object_key,
    CAST(active.identified_month + INTERVAL '1' MONTH * CAST(limits.months AS INTEGER) AS DATE) AS since,
    CAST(NULL AS DATE) AS due_at,
    'orange' AS severity,
    CONCAT(
        CAST(EXTRACT(YEAR FROM active.identified_month) AS VARCHAR),
        '年',
        CAST(EXTRACT(MONTH FROM active.identified_month) AS VARCHAR),
        '月'
    ) AS said,
    CAST(CAST(ROUND(limits.months, 0) AS BIGINT) AS VARCHAR) AS wanted
FROM active
INNER JOIN limits ON active.stat_month = limits.stat_month AND limits.choice = 1
INNER JOIN telling ON active.town_code = telling.town_code AND active.next_month > telling.first_day
INNER JOIN helped ON active.stat_month = helped.stat_month AND active.hh_id = helped.hh_id
WHERE
    NOT active.is_no_labour
    AND helped.developmental = 0
    AND (EXTRACT(YEAR FROM active.stat_month) - EXTRACT(YEAR FROM active.identified_month)) * 12
    + EXTRACT(MONTH FROM active.stat_month) - EXTRACT(MONTH FROM active.identified_month)
    >= limits.months
ORDER BY
    active.stat_month,
    active.hh_key
