-- title:   预警的凭据: 光伏收益
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   code of the village
--          $month DATE
-- columns: town_name VARCHAR, village_name VARCHAR, year BIGINT, quarter BIGINT, capacity_kw DOUBLE,
--          received DOUBLE, received_at DATE, distributed DOUBLE, to_posts DOUBLE, distributed_at DATE
-- units:   as in the table, 元, 0..1
-- reads:   scoped.photovoltaic_income, scoped.division
SELECT
    town.name AS town_name,
    village.name AS village_name,
    CAST(one.year AS BIGINT) AS year,
    CAST(one.quarter AS BIGINT) AS quarter,
    CAST(one.capacity_kw AS DOUBLE) AS capacity_kw,
    CAST(one.received AS DOUBLE) AS received,
    one.received_at,
    CAST(one.distributed AS DOUBLE) AS distributed,
    CAST(one.to_posts AS DOUBLE) AS to_posts,
    one.distributed_at
FROM scoped.photovoltaic_income AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.division_code = $object)
    AND one.year BETWEEN EXTRACT(YEAR FROM $month) - 2 AND EXTRACT(YEAR FROM $month)
ORDER BY
    one.division_code,
    one.year,
    one.quarter
LIMIT 200
