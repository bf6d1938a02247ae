-- title:   同一笔发放只报一条
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.benefit
WITH
numbered AS (
    SELECT
        b.source_id,
        b.source_row,
        b.pay_month,
        b.town_code,
        b.division_code,
        b.hh_key,
        b.benefit_id,
        FIRST_VALUE(b.benefit_id) OVER (
            PARTITION BY b.hh_id, b.person_id, b.scheme, b.pay_month, b.batch, b.amount
            ORDER BY b.benefit_id ASC
        ) AS first_id
    FROM scoped.benefit AS b
    WHERE EXTRACT(YEAR FROM b.pay_month) BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
)

SELECT
    t.source_id,
    t.source_row,
    LEAST(t.pay_month, $until) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'benefit_id' AS column_name,
    t.first_id AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM numbered AS t
WHERE
    t.benefit_id <> t.first_id
ORDER BY
    t.benefit_id
