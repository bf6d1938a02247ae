-- title:   预警的凭据: 医疗费用结算
-- grain:   one row per row of the table that the object names
-- params:  $object VARCHAR   hh_key, or its own number
--          $month DATE
-- columns: hh_key VARCHAR, town_name VARCHAR, village_name VARCHAR, settlement_id VARCHAR, settle_date DATE,
--          kind VARCHAR, total DOUBLE, policy_range DOUBLE, basic DOUBLE, major DOUBLE, assist DOUBLE,
--          supplement DOUBLE, self_paid DOUBLE, in_county BOOLEAN, one_stop BOOLEAN
-- units:   as in the table, 元, 0..1
-- reads:   scoped.medical_settlement, scoped.division
SELECT
    one.hh_key,
    town.name AS town_name,
    village.name AS village_name,
    one.settlement_id,
    one.settle_date,
    one.kind,
    CAST(one.total AS DOUBLE) AS total,
    CAST(one.policy_range AS DOUBLE) AS policy_range,
    CAST(one.basic AS DOUBLE) AS basic,
    CAST(one.major AS DOUBLE) AS major,
    CAST(one.assist AS DOUBLE) AS assist,
    CAST(one.supplement AS DOUBLE) AS supplement,
    CAST(one.self_paid AS DOUBLE) AS self_paid,
    one.in_county,
    one.one_stop
FROM scoped.medical_settlement AS one
LEFT JOIN scoped.division AS town ON one.town_code = town.division_code
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    (one.hh_key = $object OR one.settlement_id = $object)
    AND one.settle_date >= CAST($month - INTERVAL '12' MONTH AS DATE)
    AND one.settle_date < CAST($month + INTERVAL '1' MONTH AS DATE)
ORDER BY
    one.settlement_id
LIMIT 200
