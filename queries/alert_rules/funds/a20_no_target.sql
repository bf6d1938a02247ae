-- title:   没有绩效目标或没有联农带农机制的项目
-- grain:   one row per project and month of its pool year or later, until it is finished
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   due_at = the day of the plan order, where there is none the end of the pool year
-- reads:   scoped.household_month, scoped.project
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $since AND $until
    GROUP BY stat_month
)

SELECT
    months.stat_month,
    one.town_code,
    one.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    one.project_id AS object_key,
    CAST(CONCAT(CAST(one.pool_year AS VARCHAR), '-01-01') AS DATE) AS since,
    COALESCE(one.plan_order_at, CAST(CONCAT(CAST(one.pool_year AS VARCHAR), '-12-31') AS DATE)) AS due_at,
    'yellow' AS severity,
    CAST(NULL AS VARCHAR) AS said,
    CASE
        WHEN one.perf_target IS NOT NULL THEN 'linkage' WHEN one.benefit_linkage IS NOT NULL THEN 'target' ELSE 'both'
    END AS wanted
FROM months
INNER JOIN scoped.project AS one
    ON
        months.year_no >= one.pool_year
        AND one.state <> 'cancelled'
        AND one.type <> 'management'
        AND (one.perf_target IS NULL OR one.benefit_linkage IS NULL)
        AND COALESCE(COALESCE(one.finished_at, one.accepted_at) >= months.next_month, TRUE)
ORDER BY
    months.stat_month,
    one.project_id
