-- title:   已还清的贷款余额为0
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.microloan
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'balance' AS column_name,
    CAST(t.balance AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.microloan AS t
WHERE
    t.status = 'repaid'
    AND t.balance > 0
ORDER BY
    t.loan_id
