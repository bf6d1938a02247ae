-- title:   预警的凭据: 教育资助
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   hh_key, or the code of a township: what is not paid there
--          $month DATE
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, year BIGINT, term VARCHAR, stage VARCHAR,
--          scheme VARCHAR, entitled BOOLEAN, amount DOUBLE, paid_at DATE
-- units:   as in the table, 元, 0..1
-- reads:   scoped.education_aid, scoped.division
SELECT
    one.hh_key,
    town.name AS town_name,
    village.name AS village_name,
    CAST(one.year AS BIGINT) AS year,
    one.term,
    one.stage,
    one.scheme,
    one.entitled,
    CAST(one.amount AS DOUBLE) AS amount,
    one.paid_at
FROM scoped.education_aid AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.hh_key = $object OR (one.town_code = $object AND one.paid_at IS NULL AND one.entitled))
    AND one.year BETWEEN EXTRACT(YEAR FROM $month) - 2 AND EXTRACT(YEAR FROM $month)
ORDER BY
    one.person_id,
    one.year,
    one.term,
    one.scheme
LIMIT 200
