-- title:   务工人数少于去年同月的乡镇
-- grain:   one row per township and month below the floor, where both months were told; the same persons as
--          employment_ratio_base
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   since = the first month of the present run; due_at = the last day of the month after it (the next monthly
--          dispatch); said = 人 now, wanted = 人 then
-- reads:   scoped.employment_month, scoped.threshold
WITH counted AS (
    SELECT
        stat_month,
        town_code,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        COUNT(*) FILTER (WHERE working) AS workers
    FROM scoped.employment_month
    WHERE stat_month <= $until
    GROUP BY
        stat_month,
        town_code
),

-- The months that a township reported, numbered: a month that is not there does not break a run.
reported AS (
    SELECT
        town_code,
        stat_month,
        ROW_NUMBER() OVER (PARTITION BY town_code ORDER BY stat_month) AS month_no
    FROM scoped.employment_month
    WHERE stat_month <= $until
    GROUP BY
        town_code,
        stat_month
),

clock AS (
    SELECT DISTINCT
        stat_month,
        year_no
    FROM counted
),

limits AS (
    SELECT
        clock.stat_month,
        rule.red AS floor_ratio,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM clock AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'employment_floor_ratio'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

fewer AS (
    SELECT
        now.stat_month,
        now.town_code,
        CAST(NULL AS VARCHAR) AS division_code,
        now.workers,
        past.workers AS workers_then
    FROM counted AS now
    INNER JOIN counted AS past
        ON
            now.town_code = past.town_code
            AND past.stat_month = CAST(now.stat_month - INTERVAL '1' YEAR AS DATE)
    INNER JOIN limits ON now.stat_month = limits.stat_month AND limits.choice = 1
    WHERE now.workers < past.workers * limits.floor_ratio
),

numbered AS (
    SELECT
        fewer.stat_month, fewer.town_code, fewer.division_code, fewer.workers, fewer.workers_then,
        reported.month_no - ROW_NUMBER() OVER (PARTITION BY fewer.town_code ORDER BY fewer.stat_month) AS run_no
    FROM fewer
    INNER JOIN reported ON fewer.town_code = reported.town_code AND fewer.stat_month = reported.stat_month
),

runs AS (
    SELECT
        stat_month, town_code, division_code, workers, workers_then,
        MIN(stat_month) OVER (PARTITION BY town_code, run_no) AS run_start
    FROM numbered
)

SELECT
    stat_month,
    town_code,
    division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    town_code AS object_key,
    run_start AS since,
    CAST(run_start + INTERVAL '2' MONTH - INTERVAL '1' DAY AS DATE) AS due_at,
    'red' AS severity,
    CAST(workers AS VARCHAR) AS said,
    CAST(workers_then AS VARCHAR) AS wanted
FROM runs
WHERE stat_month >= $since
ORDER BY
    stat_month,
    town_code
