-- title:   预警的凭据: 易地搬迁户
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   hh_key, or its own number
--          $month DATE
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, site_name VARCHAR, relocation_mode VARCHAR,
--          relocated_persons BIGINT, moved_in_at DATE, left_at DATE, deed_at DATE, able_persons BIGINT,
--          employed_persons BIGINT
-- units:   as in the table, 元, 0..1
-- reads:   scoped.relocation, scoped.division
SELECT
    one.hh_key,
    town.name AS town_name,
    village.name AS village_name,
    one.site_name,
    one.relocation_mode,
    CAST(one.relocated_persons AS BIGINT) AS relocated_persons,
    one.moved_in_at,
    one.left_at,
    one.deed_at,
    CAST(one.able_persons AS BIGINT) AS able_persons,
    CAST(one.employed_persons AS BIGINT) AS employed_persons
FROM scoped.relocation AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.hh_key = $object)
    AND $month IS NOT NULL
ORDER BY
    one.hh_id
LIMIT 200
