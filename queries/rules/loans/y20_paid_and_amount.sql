-- title:   已赔付的写明金额，有金额的写明赔付日期
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.insurance_claim
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    CASE WHEN t.paid_at IS NULL THEN 'paid_at' ELSE 'amount' END AS column_name,
    CASE WHEN t.paid_at IS NULL THEN CAST(t.amount AS VARCHAR) ELSE CAST(t.paid_at AS VARCHAR) END AS said,
    CASE WHEN t.paid_at IS NULL THEN 'date' ELSE 'amount' END AS wanted
FROM scoped.insurance_claim AS t
WHERE
    ((t.paid_at IS NOT NULL AND COALESCE(t.amount, 0) = 0) OR (t.paid_at IS NULL AND t.amount > 0))
ORDER BY
    t.claim_id
