-- title:   同一笔贷款只报一条
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.microloan
WITH
numbered AS (
    SELECT
        l.source_id,
        l.source_row,
        l.town_code,
        l.division_code,
        l.hh_key,
        l.loan_id,
        FIRST_VALUE(l.loan_id) OVER (
            PARTITION BY l.hh_id, l.bank, l.issue_date, l.amount
            ORDER BY l.loan_id ASC
        ) AS first_id
    FROM scoped.microloan AS l
)

SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'loan_id' AS column_name,
    t.first_id AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM numbered AS t
WHERE
    t.loan_id <> t.first_id
ORDER BY
    t.loan_id
