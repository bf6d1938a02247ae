-- title:   到期没有计划公告或完工公告的项目
-- grain:   one row per project and month; short = work begun before the notice of the plan had stood its days, told
--          until the project is finished
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = the day of the plan order, of the finish or of the start
-- reads:   scoped.household_month, scoped.threshold, scoped.project
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
            rule.name = 'publicity_notice_days'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

unannounced AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.division_code,
        one.project_id,
        limits.days,
        CASE
            WHEN
                UNIX_DATE(one.plan_order_at) + limits.days < UNIX_DATE(months.next_month)
                AND COALESCE(one.publicity_plan_at >= months.next_month, TRUE)
                THEN one.plan_order_at
        END AS plan_at,
        CASE
            WHEN
                UNIX_DATE(one.finished_at) + limits.days < UNIX_DATE(months.next_month)
                AND COALESCE(one.publicity_done_at >= months.next_month, TRUE)
                THEN one.finished_at
        END AS done_at,
        CASE
            WHEN
                one.started_at < months.next_month
                AND UNIX_DATE(one.started_at) - UNIX_DATE(one.publicity_plan_at) < limits.days
                AND COALESCE(one.finished_at >= months.next_month, TRUE)
                THEN one.started_at
        END AS short_at
    FROM months
    INNER JOIN limits ON months.stat_month = limits.stat_month AND limits.choice = 1
    INNER JOIN scoped.project AS one ON one.state <> 'cancelled' AND months.year_no >= one.plan_year
)

SELECT
    stat_month,
    town_code,
    division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    project_id AS object_key,
    COALESCE(COALESCE(plan_at, done_at) + CAST(days AS INTEGER), short_at) AS since,
    CAST(NULL AS DATE) AS due_at,
    'orange' AS severity,
    CAST(COALESCE(plan_at, done_at, short_at) AS VARCHAR) AS said,
    CASE WHEN plan_at IS NOT NULL THEN 'plan' WHEN done_at IS NOT NULL THEN 'done' ELSE 'short' END AS wanted
FROM unannounced
WHERE plan_at IS NOT NULL OR done_at IS NOT NULL OR short_at IS NOT NULL
ORDER BY
    stat_month,
    project_id
