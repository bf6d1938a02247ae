-- title:   同一笔发放只报一条
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.benefit
WITH
several AS (
    SELECT
        b.hh_id,
        COALESCE(b.person_id, '') AS person_id,
        b.scheme,
        b.pay_month,
        COALESCE(b.batch, '') AS batch,
        b.amount,
        MIN(b.benefit_id) AS first_id
    FROM scoped.benefit AS b
    WHERE EXTRACT(YEAR FROM b.pay_month) BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    GROUP BY b.hh_id, COALESCE(b.person_id, ''), b.scheme, b.pay_month, COALESCE(b.batch, ''), b.amount
    HAVING COUNT(*) > 1
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
    s.first_id AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.benefit AS t
INNER JOIN several AS s
    ON
        t.hh_id = s.hh_id
        AND COALESCE(t.person_id, '') = s.person_id
        AND t.scheme = s.scheme
        AND t.pay_month = s.pay_month
        AND COALESCE(t.batch, '') = s.batch
        AND t.amount = s.amount
WHERE
    EXTRACT(YEAR FROM t.pay_month) BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.benefit_id <> s.first_id
ORDER BY
    t.benefit_id
