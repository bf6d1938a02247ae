-- title:   贷款的户在户信息里
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.microloan, scoped.household_month
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'hh_id' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.microloan AS t
WHERE
    t.issue_date >= CAST($until - INTERVAL '12' MONTH AS DATE)
    AND NOT EXISTS (
        SELECT 1 FROM scoped.household_month AS h
        WHERE h.hh_id = t.hh_id
    )
ORDER BY
    t.loan_id
