-- title:   预警的凭据: 产业运营
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   its own number
--          $month DATE
-- columns: town_name VARCHAR, village_name VARCHAR, industry_id VARCHAR, year BIGINT, quarter BIGINT,
--          industry_name VARCHAR, industry_kind VARCHAR, operator VARCHAR, project_id VARCHAR,
--          operation_state VARCHAR, area_mu DOUBLE, output_value DOUBLE, driven_hh BIGINT, driven_persons BIGINT,
--          rescue VARCHAR
-- units:   as in the table, 元, 0..1
-- reads:   scoped.industry_operation, scoped.division
SELECT
    town.name AS town_name,
    village.name AS village_name,
    one.industry_id,
    CAST(one.year AS BIGINT) AS year,
    CAST(one.quarter AS BIGINT) AS quarter,
    one.industry_name,
    one.industry_kind,
    one.operator,
    one.project_id,
    one.operation_state,
    CAST(one.area_mu AS DOUBLE) AS area_mu,
    CAST(one.output_value AS DOUBLE) AS output_value,
    CAST(one.driven_hh AS BIGINT) AS driven_hh,
    CAST(one.driven_persons AS BIGINT) AS driven_persons,
    one.rescue
FROM scoped.industry_operation AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.industry_id = $object OR one.division_code = $object)
    AND one.year BETWEEN EXTRACT(YEAR FROM $month) - 2 AND EXTRACT(YEAR FROM $month)
ORDER BY
    one.industry_id,
    one.year,
    one.quarter
LIMIT 200
