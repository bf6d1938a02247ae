-- title:   同一次结算只报一笔
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.medical_settlement
WITH
numbered AS (
    SELECT
        m.source_id,
        m.source_row,
        m.settle_date,
        m.town_code,
        m.division_code,
        m.hh_key,
        m.settlement_id,
        FIRST_VALUE(m.settlement_id) OVER (
            PARTITION BY m.person_id, m.settle_date, m.kind, m.total
            ORDER BY m.settlement_id ASC
        ) AS first_id
    FROM scoped.medical_settlement AS m
    WHERE EXTRACT(YEAR FROM m.settle_date) BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
)

SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(DATE_TRUNC('month', t.settle_date) AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'settlement_id' AS column_name,
    t.first_id AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM numbered AS t
WHERE
    t.settlement_id <> t.first_id
ORDER BY
    t.settlement_id
