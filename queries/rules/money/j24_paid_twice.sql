-- title:   同一笔支付只报一条
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.disbursement
WITH
numbered AS (
    SELECT
        d.source_id,
        d.source_row,
        d.town_code,
        d.pay_id,
        FIRST_VALUE(d.pay_id) OVER (
            PARTITION BY d.project_id, d.pay_date, d.source, d.payee_kind, d.amount
            ORDER BY d.pay_id ASC
        ) AS first_id
    FROM scoped.disbursement AS d
    WHERE d.project_id IS NOT NULL
)

SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    CAST(NULL AS VARCHAR) AS division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.pay_id AS object_key,
    'pay_id' AS column_name,
    t.first_id AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM numbered AS t
WHERE
    t.pay_id <> t.first_id
ORDER BY
    t.pay_id
