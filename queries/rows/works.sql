-- title:   基础设施和公共服务项目, 一种状态的每一个
-- grain:   one row per project of the state, planned this year, or before and not handed over at the month's end
-- params:  $area VARCHAR, $month DATE
--          $state VARCHAR           by the dates that had passed at the month's end
--          $late BOOLEAN?           true: those past their planned end alone
--          $kept BOOLEAN?           true: those registered as an asset with somebody to keep it
-- columns: town_name VARCHAR, project_name VARCHAR, type VARCHAR, plan_year INTEGER, plan_total DOUBLE, start_plan
--          DATE,
--          started_at DATE, finish_plan DATE, finished_at DATE, accepted_at DATE, handed_at DATE, manager VARCHAR
-- units:   plan_total = 元
-- reads:   scoped.project, scoped.asset, scoped.division
WITH clock AS (
    SELECT
        CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST(EXTRACT(YEAR FROM $month) AS INTEGER) AS year_no
),

kept AS (
    SELECT
        a.project_id,
        MAX(a.manager) AS manager
    FROM scoped.asset AS a
    INNER JOIN clock AS c ON COALESCE(a.registered_at < c.next_month, a.form_year <= c.year_no)
    WHERE a.project_id IS NOT NULL
    GROUP BY a.project_id
),

works AS (
    SELECT
        p.project_id,
        p.name,
        p.town_code,
        p.type,
        p.plan_year,
        CAST(p.plan_total AS DOUBLE) AS plan_total,
        p.start_plan,
        p.started_at,
        p.finish_plan,
        p.finished_at,
        p.accepted_at,
        p.handed_at,
        CASE
            WHEN p.state IN ('suspended', 'cancelled') THEN p.state
            WHEN p.handed_at < c.next_month THEN 'handed_over'
            WHEN p.accepted_at < c.next_month THEN 'accepted'
            WHEN p.finished_at < c.next_month THEN 'finished'
            WHEN p.started_at < c.next_month THEN 'started'
            ELSE 'planned'
        END AS state,
        c.year_no,
        p.finish_plan < c.next_month AND COALESCE(p.finished_at >= c.next_month, TRUE) AS is_late
    FROM scoped.project AS p
    INNER JOIN clock AS c ON p.plan_order_at < c.next_month
    WHERE
        p.type IN ('infrastructure', 'public_service')
        AND COALESCE(p.division_code, p.town_code) LIKE $area || '%'
)

SELECT
    town.short_name AS town_name,
    w.name AS project_name,
    w.type,
    CAST(w.plan_year AS INTEGER) AS plan_year,
    w.plan_total,
    w.start_plan,
    w.started_at,
    w.finish_plan,
    w.finished_at,
    w.accepted_at,
    w.handed_at,
    k.manager
FROM works AS w
LEFT JOIN kept AS k ON w.project_id = k.project_id
LEFT JOIN scoped.division AS town ON w.town_code = town.division_code
WHERE
    w.state = $state
    AND (w.plan_year = w.year_no OR w.state NOT IN ('handed_over', 'cancelled'))
    AND ($late IS NULL OR (w.is_late AND w.state IN ('planned', 'started')))
    AND ($kept IS NULL OR k.manager IS NOT NULL)
ORDER BY w.project_id
