-- title:   验收后没有兑现的奖补，和金额过大的奖补
-- grain:   one row per household and month; accepted this year or last, nothing of it paid since its year began
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = 元; since = the first such acceptance and the days, or the first acceptance of the year for an
--          outlier
-- reads:   scoped.household_month, scoped.threshold, scoped.industry_project_hh, scoped.benefit
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

day_limits AS (
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
            rule.name = 'reward_unpaid_days'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

yuan_limits AS (
    SELECT
        clock.stat_month,
        rule.warn AS yuan,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM months AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'reward_household_max'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

projects AS (
    SELECT
        months.stat_month,
        months.next_month,
        one.town_code,
        one.division_code,
        one.hh_key,
        one.year,
        MIN(one.accepted_at) AS accepted_at,
        SUM(CAST(one.reward AS DOUBLE)) AS reward,
        MAX(CAST(one.reward AS DOUBLE)) AS largest
    FROM months
    INNER JOIN scoped.industry_project_hh AS one
        ON
            months.year_no >= one.year
            AND months.year_no - 1 <= one.year
            AND months.next_month > one.accepted_at
            AND one.reward > 0
    GROUP BY
        months.stat_month,
        months.next_month,
        one.town_code,
        one.division_code,
        one.hh_key,
        one.year
),

paid AS (
    SELECT
        projects.stat_month,
        projects.hh_key,
        projects.year,
        COUNT(*) AS payments
    FROM projects
    INNER JOIN scoped.benefit AS one
        ON
            one.scheme = 'reward_industry'
            AND projects.hh_key = one.hh_key
            AND projects.stat_month >= one.pay_month
            AND one.pay_month >= CAST(CONCAT(CAST(projects.year AS VARCHAR), '-01-01') AS DATE)
    GROUP BY
        projects.stat_month,
        projects.hh_key,
        projects.year
)

SELECT
    projects.stat_month,
    projects.town_code,
    projects.division_code,
    projects.hh_key,
    projects.hh_key AS object_key,
    CASE
        WHEN paid.hh_key IS NULL THEN projects.accepted_at + CAST(day_limits.days AS INTEGER) ELSE projects.accepted_at
    END AS since,
    CAST(NULL AS DATE) AS due_at,
    'orange' AS severity,
    CASE
        WHEN paid.hh_key IS NULL THEN CAST(CAST(ROUND(projects.reward, 0) AS BIGINT) AS VARCHAR) ELSE
            CAST(CAST(ROUND(projects.largest, 0) AS BIGINT) AS VARCHAR)
    END AS said,
    CASE WHEN paid.hh_key IS NULL THEN 'unpaid' ELSE 'outlier' END AS wanted
FROM projects
INNER JOIN day_limits ON projects.stat_month = day_limits.stat_month AND day_limits.choice = 1
INNER JOIN yuan_limits ON projects.stat_month = yuan_limits.stat_month AND yuan_limits.choice = 1
LEFT JOIN paid
    ON
        projects.stat_month = paid.stat_month
        AND projects.hh_key = paid.hh_key
        AND projects.year = paid.year
WHERE
    (paid.hh_key IS NULL AND UNIX_DATE(projects.accepted_at) + day_limits.days < UNIX_DATE(projects.next_month))
    OR (paid.hh_key IS NOT NULL AND projects.largest > yuan_limits.yuan)
ORDER BY
    projects.stat_month,
    projects.hh_key,
    since
