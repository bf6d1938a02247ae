-- title:   贴息的金额不超过贷款金额
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
    'subsidised_amount' AS column_name,
    CAST(t.subsidised_amount AS VARCHAR) AS said,
    CAST(t.amount AS VARCHAR) AS wanted
FROM scoped.microloan AS t
WHERE
    t.subsidised_amount > t.amount
ORDER BY
    t.loan_id
