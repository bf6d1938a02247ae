-- title:   预警的凭据: 资金下达
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   its own number
--          $month DATE
-- columns: town_name VARCHAR, allocation_id VARCHAR, budget_year BIGINT, source VARCHAR, doc_no VARCHAR,
--          allocated_at DATE, arrived_at DATE, project_id VARCHAR, amount DOUBLE, industry_amount DOUBLE
-- units:   as in the table, 元, 0..1
-- reads:   scoped.fund_allocation, scoped.division
SELECT
    town.name AS town_name,
    one.allocation_id,
    CAST(one.budget_year AS BIGINT) AS budget_year,
    one.source,
    one.doc_no,
    one.allocated_at,
    one.arrived_at,
    one.project_id,
    CAST(one.amount AS DOUBLE) AS amount,
    CAST(one.industry_amount AS DOUBLE) AS industry_amount
FROM scoped.fund_allocation AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
WHERE
    (one.allocation_id = $object)
    AND $month IS NOT NULL
ORDER BY
    one.allocation_id
LIMIT 200
