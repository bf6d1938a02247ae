-- title:   本月没有走访的脱贫户和未消除风险户
-- grain:   one row per household and month, in townships that tell visits of the month
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   due_at = the month's last day
-- reads:   scoped.household_month, scoped.threshold, scoped.household_visit
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
        rule.warn AS day_no,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM months AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'visit_by_day'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

reporting AS (
    SELECT DISTINCT
        visit_month AS stat_month,
        town_code
    FROM scoped.household_visit
    WHERE visit_month BETWEEN $since AND $until
)

SELECT
    home.stat_month,
    home.town_code,
    home.division_code,
    home.hh_key,
    home.hh_key AS object_key,
    home.stat_month + CAST(limits.day_no AS INTEGER) - 1 AS since,
    CAST(months.next_month - INTERVAL '1' DAY AS DATE) AS due_at,
    'yellow' AS severity,
    CONCAT(CAST(months.year_no AS VARCHAR), '年', CAST(months.month_no AS VARCHAR), '月') AS said,
    CAST(CAST(ROUND(limits.day_no, 0) AS BIGINT) AS VARCHAR) AS wanted
FROM scoped.household_month AS home
INNER JOIN months ON home.stat_month = months.stat_month
INNER JOIN limits ON months.stat_month = limits.stat_month AND limits.choice = 1
INNER JOIN reporting ON home.stat_month = reporting.stat_month AND home.town_code = reporting.town_code
LEFT JOIN scoped.household_visit AS visit
    ON
        home.hh_id = visit.hh_id
        AND home.stat_month = visit.visit_month
WHERE
    home.stat_month BETWEEN $since AND $until
    AND (home.hh_type = 'alleviated' OR home.risk_status = 'active')
    AND visit.visit_id IS NULL
ORDER BY
    home.stat_month,
    home.hh_key
