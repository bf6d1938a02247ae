-- title:   预警的凭据: 村卫生室
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   code of the village
--          $month DATE
-- columns: town_name VARCHAR, village_name VARCHAR, year BIGINT, clinics BIGINT, exempt_reason VARCHAR,
--          doctors BIGINT, standard_ok BOOLEAN
-- units:   as in the table, 元, 0..1
-- reads:   scoped.clinic, scoped.division
SELECT
    town.name AS town_name,
    village.name AS village_name,
    CAST(one.year AS BIGINT) AS year,
    CAST(one.clinics AS BIGINT) AS clinics,
    one.exempt_reason,
    CAST(one.doctors AS BIGINT) AS doctors,
    one.standard_ok
FROM scoped.clinic AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.division_code = $object)
    AND one.year BETWEEN EXTRACT(YEAR FROM $month) - 2 AND EXTRACT(YEAR FROM $month)
ORDER BY
    one.division_code,
    one.year
LIMIT 200
