-- title:   项目指标背后的项目: 计入的, 和没有计入的及原因
-- grain:   one row per project of the plan year; amount adds up to the figure over the rows without dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       project_count or project_fund_total, whole or by type
-- columns: town_name VARCHAR, project_name VARCHAR, type VARCHAR, batch_no INTEGER, plan_order_at DATE, state VARCHAR,
--          plan_total DOUBLE, amount DOUBLE, dropped_by VARCHAR
-- units:   amount = 1 a project, or its planned money in 元
-- reads:   scoped.project, scoped.division
SELECT
    town.name AS town_name,
    project.name AS project_name,
    project.type,
    project.batch_no,
    project.plan_order_at,
    project.state,
    CAST(project.plan_total AS DOUBLE) AS plan_total,
    CASE WHEN $indicator LIKE 'project_count%' THEN 1.0E0 ELSE COALESCE(CAST(project.plan_total AS DOUBLE), 0.0E0) END
        AS amount,
    CASE
        WHEN project.plan_order_at IS NULL OR project.plan_order_at >= CAST($month + INTERVAL '1' MONTH AS DATE)
            THEN 'not_yet_ordered'
        WHEN project.state = 'cancelled' THEN 'cancelled'
        WHEN $indicator LIKE '%.%' AND $indicator NOT LIKE '%.' || project.type THEN 'other_type'
    END AS dropped_by
FROM scoped.project AS project
LEFT JOIN scoped.division AS town ON project.town_code = town.division_code
WHERE
    project.plan_year = EXTRACT(YEAR FROM $month)
    AND project.town_code LIKE $area || '%'
ORDER BY
    project.town_code,
    project.project_id
