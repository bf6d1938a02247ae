-- title:   到期未还的贷款登记为逾期、续贷或展期
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
    'status' AS column_name,
    CAST(t.due_date AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.microloan AS t
WHERE
    t.status = 'normal'
    AND t.balance > 0
    AND t.due_date < CAST($until + INTERVAL '1' MONTH AS DATE)
ORDER BY
    t.loan_id
