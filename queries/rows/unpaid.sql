-- title:   完工未付背后的项目: 计入的, 和没有计入的及原因
-- grain:   one row per project of any year that was accepted by the month's end; amount adds up to the figure over the
--          rows without dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       finished_unpaid or finished_unpaid_amount
-- columns: town_name VARCHAR, project_name VARCHAR, type VARCHAR, plan_year INTEGER, accepted_at DATE,
--          plan_total DOUBLE, paid DOUBLE, amount DOUBLE, dropped_by VARCHAR
-- units:   plan_total, paid = 元; amount = 1 a project, or what is still owed in 元
-- reads:   scoped.project, scoped.disbursement, scoped.threshold, scoped.division
WITH rule AS (
    SELECT MAX(warn) AS unpaid_days
    FROM scoped.threshold
    WHERE name = 'finished_unpaid_days'
),

payments AS (
    SELECT
        project_id,
        SUM(CAST(amount AS DOUBLE)) AS paid
    FROM scoped.disbursement
    WHERE
        project_id IS NOT NULL
        AND pay_date < CAST($month + INTERVAL '1' MONTH AS DATE)
    GROUP BY project_id
)

SELECT
    town.name AS town_name,
    project.name AS project_name,
    project.type,
    project.plan_year,
    project.accepted_at,
    CAST(project.plan_total AS DOUBLE) AS plan_total,
    COALESCE(payments.paid, 0.0E0) AS paid,
    CASE
        WHEN $indicator = 'finished_unpaid' THEN 1.0E0
        ELSE CAST(project.plan_total AS DOUBLE) - COALESCE(payments.paid, 0.0E0)
    END AS amount,
    CASE
        WHEN project.state = 'cancelled' THEN 'cancelled'
        WHEN COALESCE(payments.paid, 0.0E0) >= CAST(project.plan_total AS DOUBLE) THEN 'paid_in_full'
        WHEN
            UNIX_DATE(project.accepted_at) + rule.unpaid_days
            >= UNIX_DATE(CAST($month + INTERVAL '1' MONTH AS DATE))
            THEN 'within_days'
    END AS dropped_by
FROM scoped.project AS project
CROSS JOIN rule
LEFT JOIN payments ON project.project_id = payments.project_id
LEFT JOIN scoped.division AS town ON project.town_code = town.division_code
WHERE
    project.accepted_at < CAST($month + INTERVAL '1' MONTH AS DATE)
    AND project.town_code LIKE $area || '%'
ORDER BY
    project.accepted_at,
    project.project_id
