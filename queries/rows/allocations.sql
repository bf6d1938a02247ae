-- title:   下达和到位资金背后的每一笔
-- grain:   one row per allocation of the budget year; amount adds up to the figure over the rows without dropped_by
-- params:  $area VARCHAR, $month DATE
--          $indicator VARCHAR       fund_allocated or fund_arrived, whole or by source
-- columns: town_name VARCHAR, source VARCHAR, doc_no VARCHAR, allocated_at DATE, arrived_at DATE, amount DOUBLE,
--          dropped_by VARCHAR
-- units:   amount = 元
-- reads:   scoped.fund_allocation, scoped.division
SELECT
    town.name AS town_name,
    money.source,
    money.doc_no,
    money.allocated_at,
    money.arrived_at,
    CAST(money.amount AS DOUBLE) AS amount,
    CASE
        WHEN money.allocated_at >= CAST($month + INTERVAL '1' MONTH AS DATE) THEN 'not_yet_allocated'
        WHEN
            $indicator LIKE 'fund_arrived%'
            AND (money.arrived_at IS NULL OR money.arrived_at >= CAST($month + INTERVAL '1' MONTH AS DATE))
            THEN 'not_yet_arrived'
        WHEN $indicator LIKE '%.%' AND $indicator NOT LIKE '%.' || money.source THEN 'other_source'
        WHEN
            $indicator NOT LIKE '%.%'
            AND money.source NOT IN ('central', 'provincial', 'city', 'county')
            THEN 'not_fiscal'
    END AS dropped_by
FROM scoped.fund_allocation AS money
LEFT JOIN scoped.division AS town ON money.town_code = town.division_code
WHERE
    money.budget_year = EXTRACT(YEAR FROM $month)
    AND money.town_code LIKE $area || '%'
ORDER BY
    money.town_code,
    money.allocation_id
