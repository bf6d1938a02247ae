-- title:   基础设施和公共服务项目, 按状态
-- grain:   one row per state of the projects planned this year, or planned before and not handed over at the month's
--          end
-- params:  $area VARCHAR, $month DATE
-- columns: state VARCHAR, works BIGINT, plan_total DOUBLE, of_this_year BIGINT, late BIGINT, with_asset BIGINT,
--          with_keeper BIGINT
-- units:   works = 个; plan_total = 元; state by the dates that had passed at the month's end; late = past the planned
--          end
--          and not finished; with_asset = 个 registered as an asset, with_keeper = 个 whose asset has somebody to keep it
-- reads:   scoped.project, scoped.asset
WITH clock AS (
    SELECT
        CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST(EXTRACT(YEAR FROM $month) AS INTEGER) AS year_no
),

kept AS (
    SELECT
        a.project_id,
        MAX(CASE WHEN a.manager IS NOT NULL THEN 1 ELSE 0 END) AS has_keeper
    FROM scoped.asset AS a
    INNER JOIN clock AS c ON COALESCE(a.registered_at < c.next_month, a.form_year <= c.year_no)
    WHERE a.project_id IS NOT NULL
    GROUP BY a.project_id
),

works AS (
    SELECT
        p.project_id,
        p.plan_year,
        CAST(p.plan_total AS DOUBLE) AS plan_total,
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
    w.state,
    COUNT(*) AS works,
    SUM(w.plan_total) AS plan_total,
    COUNT(CASE WHEN w.plan_year = w.year_no THEN 1 END) AS of_this_year,
    COUNT(CASE WHEN w.is_late AND w.state IN ('planned', 'started') THEN 1 END) AS late,
    COUNT(k.project_id) AS with_asset,
    CAST(COALESCE(SUM(k.has_keeper), 0) AS BIGINT) AS with_keeper
FROM works AS w
LEFT JOIN kept AS k ON w.project_id = k.project_id
WHERE w.plan_year = w.year_no OR w.state NOT IN ('handed_over', 'cancelled')
GROUP BY w.state
ORDER BY w.state
