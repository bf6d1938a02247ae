-- title:   停产过久的帮扶车间
-- grain:   one row per workshop and month told as idle for longer than the days; a closed one is no longer told
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   since = the first idle month of the present run and the days; said = the first idle month, wanted = days
-- reads:   scoped.household_month, scoped.threshold, scoped.help_workshop
WITH every_month AS (
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
        rule.warn AS days,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM every_month AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'workshop_idle_days'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

reported AS (
    SELECT
        workshop_id,
        town_code,
        division_code,
        report_month AS stat_month,
        workshop_state,
        ROW_NUMBER() OVER (PARTITION BY workshop_id ORDER BY report_month) AS month_no
    FROM scoped.help_workshop
    WHERE report_month <= $until
),

numbered AS (
    SELECT
        workshop_id,
        town_code,
        division_code,
        stat_month,
        month_no - ROW_NUMBER() OVER (PARTITION BY workshop_id ORDER BY stat_month) AS run_no
    FROM reported
    WHERE workshop_state = 'idle'
),

runs AS (
    SELECT
        workshop_id,
        town_code,
        division_code,
        stat_month,
        MIN(stat_month) OVER (PARTITION BY workshop_id, run_no) AS run_start
    FROM numbered
)

SELECT
    runs.stat_month,
    runs.town_code,
    runs.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    runs.workshop_id AS object_key,
    runs.run_start + CAST(limits.days AS INTEGER) AS since,
    CAST(NULL AS DATE) AS due_at,
    'yellow' AS severity,
    CONCAT(
        CAST(EXTRACT(YEAR FROM runs.run_start) AS VARCHAR),
        '年',
        CAST(EXTRACT(MONTH FROM runs.run_start) AS VARCHAR),
        '月'
    ) AS said,
    CAST(CAST(ROUND(limits.days, 0) AS BIGINT) AS VARCHAR) AS wanted
FROM runs
INNER JOIN limits
    ON
        runs.stat_month = limits.stat_month
        AND limits.choice = 1
        AND runs.run_start + CAST(limits.days AS INTEGER) < CAST(runs.stat_month + INTERVAL '1' MONTH AS DATE)
WHERE runs.stat_month >= $since
ORDER BY
    runs.stat_month,
    runs.workshop_id
