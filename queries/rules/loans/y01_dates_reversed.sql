-- title:   到期日期晚于放款日期
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
    'due_date' AS column_name,
    CAST(t.due_date AS VARCHAR) AS said,
    CAST(t.issue_date AS VARCHAR) AS wanted
FROM scoped.microloan AS t
WHERE
    t.due_date <= t.issue_date
ORDER BY
    t.loan_id
