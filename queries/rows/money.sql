-- title:   资金背后的每一笔: 下达、到位、计划、支付
-- grain:   one row per allocation, payment, or project and source of its plan; this year's budget up to the month's end
-- params:  $area VARCHAR              county or township (a village stands for its township)
--          $month DATE
--          $kind VARCHAR            allocated, arrived, planned or paid
--          $source VARCHAR?         central, provincial, city, county; fiscal: those four; other: the rest
--          $pooled BOOLEAN?         false: plans without projects that are only in the pool
-- columns: town_name VARCHAR, project_name VARCHAR, source VARCHAR, doc_no VARCHAR, at DATE, amount DOUBLE
-- units:   amount = 元
-- reads:   scoped.fund_allocation, scoped.disbursement, scoped.project, scoped.division
WITH clock AS (
    SELECT
        CAST($month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST(EXTRACT(YEAR FROM CAST($month AS DATE)) AS INTEGER) AS year_no
),

entries AS (
    SELECT
        money.town_code,
        money.project_id,
        money.source,
        money.doc_no,
        CASE WHEN $kind = 'arrived' THEN money.arrived_at ELSE money.allocated_at END AS at,
        CAST(money.amount AS DOUBLE) AS amount,
        money.allocation_id AS entry_id
    FROM scoped.fund_allocation AS money
    INNER JOIN clock ON money.budget_year = clock.year_no AND money.allocated_at < clock.next_month
    WHERE $kind = 'allocated' OR ($kind = 'arrived' AND money.arrived_at < clock.next_month)
    UNION ALL
    SELECT
        paid.town_code,
        paid.project_id,
        paid.source,
        CAST(NULL AS VARCHAR) AS doc_no,
        paid.pay_date AS at,
        CAST(paid.amount AS DOUBLE) AS amount,
        paid.pay_id AS entry_id
    FROM scoped.disbursement AS paid
    INNER JOIN clock ON paid.budget_year = clock.year_no AND paid.pay_date < clock.next_month
    WHERE $kind = 'paid'
    UNION ALL
    SELECT
        plan.town_code,
        plan.project_id,
        sources.source,
        CAST(NULL AS VARCHAR) AS doc_no,
        plan.plan_order_at AS at,
        CAST(
            CASE sources.source
                WHEN 'central' THEN plan.plan_central
                WHEN 'provincial' THEN plan.plan_provincial
                WHEN 'city' THEN plan.plan_city
                WHEN 'county' THEN plan.plan_county
                ELSE plan.plan_other
            END AS DOUBLE
        ) AS amount,
        plan.project_id || sources.source AS entry_id
    FROM scoped.project AS plan
    INNER JOIN clock
        ON
            plan.plan_year = clock.year_no
            AND (
                plan.plan_order_at < clock.next_month
                OR (plan.plan_order_at IS NULL AND COALESCE(NOT $pooled, FALSE))
            )
    CROSS JOIN (VALUES ('central'), ('provincial'), ('city'), ('county'), ('other')) AS sources (source)
    WHERE $kind = 'planned' AND plan.state <> 'cancelled' AND (COALESCE($pooled, TRUE) OR plan.state <> 'pooled')
)

SELECT
    town.name AS town_name,
    project.name AS project_name,
    entries.source,
    entries.doc_no,
    entries.at,
    entries.amount
FROM entries
LEFT JOIN scoped.project AS project ON entries.project_id = project.project_id
LEFT JOIN scoped.division AS town ON entries.town_code = town.division_code
WHERE
    entries.town_code LIKE SUBSTR($area, 1, 9) || '%'
    AND (LENGTH($area) > 6 OR town.in_county_total)
    AND entries.amount <> 0
    AND (
        $source IS NULL
        OR entries.source = $source
        OR ($source = 'fiscal' AND entries.source IN ('central', 'provincial', 'city', 'county'))
        OR ($source = 'other' AND entries.source NOT IN ('central', 'provincial', 'city', 'county'))
    )
ORDER BY entries.at, entries.entry_id
