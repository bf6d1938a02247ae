-- title:   预警的凭据: 村集体经济
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   code of the village
--          $month DATE
-- columns: town_name VARCHAR, village_name VARCHAR, year BIGINT, income_total DOUBLE, income_operating DOUBLE,
--          income_from_assets DOUBLE, subsidy DOUBLE, project_ids VARCHAR, distributed DOUBLE
-- units:   as in the table, 元, 0..1
-- reads:   scoped.collective_economy, scoped.division
SELECT
    town.name AS town_name,
    village.name AS village_name,
    CAST(one.year AS BIGINT) AS year,
    CAST(one.income_total AS DOUBLE) AS income_total,
    CAST(one.income_operating AS DOUBLE) AS income_operating,
    CAST(one.income_from_assets AS DOUBLE) AS income_from_assets,
    CAST(one.subsidy AS DOUBLE) AS subsidy,
    one.project_ids,
    CAST(one.distributed AS DOUBLE) AS distributed
FROM scoped.collective_economy AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.division_code = $object)
    AND one.year BETWEEN EXTRACT(YEAR FROM $month) - 2 AND EXTRACT(YEAR FROM $month)
ORDER BY
    one.division_code,
    one.year
LIMIT 200
