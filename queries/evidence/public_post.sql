-- title:   预警的凭据: 公益性岗位
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   hh_key, or its own number
--          $month DATE
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, post_id VARCHAR, kind VARCHAR,
--          fund_source VARCHAR, start_month DATE, end_month DATE, pay_month DOUBLE, is_new BOOLEAN
-- units:   as in the table, 元, 0..1
-- reads:   scoped.public_post, scoped.division
SELECT
    one.hh_key,
    town.name AS town_name,
    village.name AS village_name,
    one.post_id,
    one.kind,
    one.fund_source,
    one.start_month,
    one.end_month,
    CAST(one.pay_month AS DOUBLE) AS pay_month,
    one.is_new
FROM scoped.public_post AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.hh_key = $object OR one.post_id = $object)
    AND $month IS NOT NULL
ORDER BY
    one.post_id
LIMIT 200
