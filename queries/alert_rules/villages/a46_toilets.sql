-- title:   改厕任务到期没有完成的村，和问题厕所没有整改的村
-- grain:   one row per village and month: the task of the year not built after the end of its month, or broken
--          toilets in this report and in every one of the days before
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = toilets; since = the first day after the task's month, or the first report of the present run and
--          the days
-- reads:   scoped.household_month, scoped.threshold, scoped.living_environment
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

due_months AS (
    SELECT
        clock.stat_month,
        rule.warn AS month_no,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM every_month AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'toilet_due_month'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
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
            rule.name = 'toilet_broken_days'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

reports AS (
    SELECT
        report_month AS stat_month,
        town_code,
        division_code,
        toilets_task,
        toilets_built,
        toilets_broken,
        EXTRACT(MONTH FROM report_month) AS month_no
    FROM scoped.living_environment
    WHERE report_month <= $until
),

broken AS (
    SELECT
        stat_month,
        town_code,
        division_code,
        toilets_broken
    FROM reports
    WHERE toilets_broken > 0
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
        broken.stat_month, broken.town_code, broken.division_code, broken.toilets_broken,
        reported.month_no
        - ROW_NUMBER() OVER (PARTITION BY broken.town_code, broken.division_code ORDER BY broken.stat_month) AS run_no
    FROM broken
    INNER JOIN reported ON broken.town_code = reported.town_code AND broken.stat_month = reported.stat_month
),

runs AS (
    SELECT
        stat_month, town_code, division_code, toilets_broken,
        MIN(stat_month) OVER (PARTITION BY town_code, division_code, run_no) AS run_start
    FROM numbered
),

found AS (
    SELECT
        reports.stat_month,
        reports.town_code,
        reports.division_code,
        CAST(
            CAST(DATE_TRUNC('year', reports.stat_month) AS DATE)
            + INTERVAL '1' MONTH * CAST(due_months.month_no AS INTEGER)
            AS DATE
        ) AS since,
        reports.toilets_task - reports.toilets_built AS toilets,
        'behind' AS what
    FROM reports
    INNER JOIN due_months ON reports.stat_month = due_months.stat_month AND due_months.choice = 1
    WHERE
        reports.toilets_built < reports.toilets_task
        AND reports.month_no > due_months.month_no
    UNION ALL
    SELECT
        runs.stat_month,
        runs.town_code,
        runs.division_code,
        runs.run_start + CAST(limits.days AS INTEGER) AS since,
        runs.toilets_broken AS toilets,
        'broken' AS what
    FROM runs
    INNER JOIN limits
        ON
            runs.stat_month = limits.stat_month
            AND limits.choice = 1
            AND runs.run_start + CAST(limits.days AS INTEGER) < CAST(runs.stat_month + INTERVAL '1' MONTH AS DATE)
            AND runs.run_start < runs.stat_month
)

SELECT
    stat_month,
    town_code,
    division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    division_code AS object_key,
    since,
    CAST(NULL AS DATE) AS due_at,
    'yellow' AS severity,
    CAST(toilets AS VARCHAR) AS said,
    what AS wanted
FROM found
WHERE stat_month >= $since
ORDER BY
    stat_month,
    division_code,
    what
