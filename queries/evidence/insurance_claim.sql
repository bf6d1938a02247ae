-- title:   预警的凭据: 保险理赔
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   hh_key, or its own number
--          $month DATE
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, claim_id VARCHAR, policy VARCHAR,
--          event_date DATE, reported_at DATE, paid_at DATE, amount DOUBLE
-- units:   as in the table, 元, 0..1
-- reads:   scoped.insurance_claim, scoped.division
SELECT
    one.hh_key,
    town.name AS town_name,
    village.name AS village_name,
    one.claim_id,
    one.policy,
    one.event_date,
    one.reported_at,
    one.paid_at,
    CAST(one.amount AS DOUBLE) AS amount
FROM scoped.insurance_claim AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.hh_key = $object OR one.claim_id = $object)
    AND $month IS NOT NULL
ORDER BY
    one.claim_id
LIMIT 200
