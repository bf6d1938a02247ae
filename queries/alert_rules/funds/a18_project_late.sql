-- title:   到期没有开工或没有完工的项目
-- grain:   one row per project of a plan and month
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = the planned day; a project that has not begun is told as that alone
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
            rule.name = 'project_start_days'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

late AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.division_code,
        one.project_id,
        one.start_plan,
        one.finish_plan,
        limits.days,
        COALESCE(
            UNIX_DATE(one.start_plan) + limits.days < UNIX_DATE(months.next_month)
            AND COALESCE(COALESCE(one.started_at, one.finished_at, one.accepted_at) >= months.next_month, TRUE),
            FALSE
        ) AS is_unstarted
    FROM months
    INNER JOIN limits ON months.stat_month = limits.stat_month AND limits.choice = 1
    INNER JOIN scoped.project AS one
        ON
            one.state <> 'cancelled'
            AND COALESCE(months.next_month > one.plan_order_at, FALSE)
            AND (
                (
                    UNIX_DATE(one.start_plan) + limits.days < UNIX_DATE(months.next_month)
                    AND COALESCE(COALESCE(one.started_at, one.finished_at, one.accepted_at) >= months.next_month, TRUE)
                )
                OR (
                    CAST(one.finish_plan + INTERVAL '1' DAY AS DATE) < months.next_month
                    AND COALESCE(COALESCE(one.finished_at, one.accepted_at) >= months.next_month, TRUE)
                )
            )
)

SELECT
    stat_month,
    town_code,
    division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    project_id AS object_key,
    CASE WHEN is_unstarted THEN start_plan + CAST(days AS INTEGER) ELSE finish_plan + 1 END AS since,
    CAST(NULL AS DATE) AS due_at,
    'orange' AS severity,
    CAST(CASE WHEN is_unstarted THEN start_plan ELSE finish_plan END AS VARCHAR) AS said,
    CASE WHEN is_unstarted THEN 'start' ELSE 'finish' END AS wanted
FROM late
ORDER BY
    stat_month,
    project_id
