-- title:   同一次理赔只报一条
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.insurance_claim
WITH
numbered AS (
    SELECT
        c.source_id,
        c.source_row,
        c.town_code,
        c.division_code,
        c.hh_key,
        c.claim_id,
        FIRST_VALUE(c.claim_id) OVER (
            PARTITION BY c.hh_id, c.policy, c.event_date, c.amount
            ORDER BY c.claim_id ASC
        ) AS first_id
    FROM scoped.insurance_claim AS c
)

SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'claim_id' AS column_name,
    t.first_id AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM numbered AS t
WHERE
    t.claim_id <> t.first_id
ORDER BY
    t.claim_id
