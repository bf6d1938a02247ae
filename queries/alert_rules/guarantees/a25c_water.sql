-- title:   停水过久或水质不合格没有修复的村
-- grain:   one row per village and month whose latest bad check is not repaired, nor followed by a good one
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = hours without water
-- reads:   scoped.household_month, scoped.threshold, scoped.water_supply
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
        rule.warn AS hours,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM months AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'water_interruption_hours'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

checks AS (
    SELECT
        months.stat_month,
        months.next_month,
        one.town_code,
        one.division_code,
        one.check_date,
        one.sample_ok,
        one.interruption_hours,
        one.repair_at,
        ROW_NUMBER() OVER (
            PARTITION BY months.stat_month, one.division_code
            ORDER BY one.check_date DESC
        ) AS newest
    FROM months
    INNER JOIN scoped.water_supply AS one ON months.next_month > one.check_date
)

SELECT
    checks.stat_month,
    checks.town_code,
    checks.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    checks.division_code AS object_key,
    checks.check_date AS since,
    CAST(NULL AS DATE) AS due_at,
    'red' AS severity,
    CASE
        WHEN
            checks.interruption_hours > limits.hours
            THEN CAST(CAST(ROUND(checks.interruption_hours, 0) AS BIGINT) AS VARCHAR)
    END AS said,
    CASE WHEN checks.interruption_hours > limits.hours THEN 'interruption' ELSE 'sample' END AS wanted
FROM checks
INNER JOIN limits ON checks.stat_month = limits.stat_month AND limits.choice = 1
WHERE
    checks.newest = 1
    AND (checks.interruption_hours > limits.hours OR NOT checks.sample_ok)
    AND COALESCE(checks.repair_at >= checks.next_month, TRUE)
ORDER BY
    checks.stat_month,
    checks.division_code
