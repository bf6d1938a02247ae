-- title:   出险、报案、赔付依次进行
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
    CASE WHEN t.reported_at < t.event_date THEN 'reported_at' ELSE 'paid_at' END AS column_name,
    CAST(CASE WHEN t.reported_at < t.event_date THEN t.reported_at ELSE t.paid_at END AS VARCHAR) AS said,
    CASE WHEN t.reported_at < t.event_date THEN 'reported' ELSE 'paid' END AS wanted
FROM scoped.insurance_claim AS t
WHERE
    (t.reported_at < t.event_date OR t.paid_at < COALESCE(t.reported_at, t.event_date))
ORDER BY
    t.claim_id
