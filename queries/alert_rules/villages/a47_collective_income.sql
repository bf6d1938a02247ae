-- title:   集体经济收入低于薄弱村线或比上年下降过多的村
-- grain:   one row per village and month, by the income of the latest closed year
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = 元 of that year; since = 1 December of the first closed year of the present run
-- reads:   scoped.household_month, scoped.threshold, scoped.collective_economy
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(YEAR FROM stat_month) - CASE WHEN EXTRACT(MONTH FROM stat_month) = 12 THEN 0 ELSE 1 END AS closed_year
    FROM scoped.household_month
    WHERE stat_month <= $until
    GROUP BY stat_month
),

weak_limits AS (
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
            rule.name = 'collective_income_weak'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

drop_limits AS (
    SELECT
        clock.stat_month,
        rule.warn AS ratio,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM months AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'collective_income_drop'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

judged AS (
    SELECT
        months.stat_month,
        now.town_code,
        now.division_code,
        CAST(now.income_total AS DOUBLE) AS income,
        CASE
            WHEN CAST(now.income_total AS DOUBLE) < weak_limits.yuan THEN 'weak'
            ELSE 'drop'
        END AS what,
        CAST(CONCAT(CAST(months.closed_year AS VARCHAR), '-12-01') AS DATE) AS since
    FROM months
    INNER JOIN weak_limits ON months.stat_month = weak_limits.stat_month AND weak_limits.choice = 1
    INNER JOIN drop_limits ON months.stat_month = drop_limits.stat_month AND drop_limits.choice = 1
    INNER JOIN scoped.collective_economy AS now ON months.closed_year = now.year
    LEFT JOIN scoped.collective_economy AS past
        ON
            now.division_code = past.division_code
            AND past.year = now.year - 1
    WHERE
        CAST(now.income_total AS DOUBLE) < weak_limits.yuan
        OR CAST(now.income_total AS DOUBLE) < CAST(past.income_total AS DOUBLE) * (1 - drop_limits.ratio)
),

numbered AS (
    SELECT
        stat_month,
        town_code,
        division_code,
        income,
        what,
        since,
        EXTRACT(YEAR FROM stat_month) * 12 + EXTRACT(MONTH FROM stat_month)
        - ROW_NUMBER() OVER (PARTITION BY division_code ORDER BY stat_month) AS run_no
    FROM judged
),

runs AS (
    SELECT
        stat_month,
        town_code,
        division_code,
        income,
        what,
        MIN(since) OVER (PARTITION BY division_code, run_no) AS since
    FROM numbered
)

SELECT
    stat_month,
    town_code,
    division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    division_code AS object_key,
    since,
    CAST(since + INTERVAL '6' MONTH AS DATE) AS due_at,
    'yellow' AS severity,
    CAST(CAST(ROUND(income, 0) AS BIGINT) AS VARCHAR) AS said,
    what AS wanted
FROM runs
WHERE stat_month >= $since
ORDER BY
    stat_month,
    division_code
