-- title:   预警的凭据: 到户产业
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   hh_key, or its own number
--          $month DATE
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, year BIGINT, item VARCHAR, scale VARCHAR,
--          accepted_at DATE, reward DOUBLE, batch VARCHAR
-- units:   as in the table, 元, 0..1
-- reads:   scoped.industry_project_hh, scoped.division
SELECT
    one.hh_key,
    town.name AS town_name,
    village.name AS village_name,
    CAST(one.year AS BIGINT) AS year,
    one.item,
    one.scale,
    one.accepted_at,
    CAST(one.reward AS DOUBLE) AS reward,
    one.batch
FROM scoped.industry_project_hh AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.hh_key = $object)
    AND one.year BETWEEN EXTRACT(YEAR FROM $month) - 2 AND EXTRACT(YEAR FROM $month)
ORDER BY
    one.hh_id,
    one.year,
    one.item
LIMIT 200
