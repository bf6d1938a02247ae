-- title:   其中产业的金额不超过下达金额
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.fund_allocation
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    CAST(NULL AS VARCHAR) AS division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.allocation_id AS object_key,
    'industry_amount' AS column_name,
    CAST(t.industry_amount AS VARCHAR) AS said,
    CAST(t.amount AS VARCHAR) AS wanted
FROM scoped.fund_allocation AS t
WHERE
    t.amount >= 0
    AND (t.industry_amount > t.amount OR t.industry_amount < 0)
ORDER BY
    t.allocation_id
