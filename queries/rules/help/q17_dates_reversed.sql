-- title:   申请、审批、发放依次进行
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.benefit
SELECT
    t.source_id,
    t.source_row,
    LEAST(t.pay_month, $until) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'approve_at' AS column_name,
    CAST(t.approve_at AS VARCHAR) AS said,
    CASE WHEN t.approve_at < t.apply_at THEN 'approve' ELSE 'pay' END AS wanted
FROM scoped.benefit AS t
WHERE
    EXTRACT(YEAR FROM t.pay_month) BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND (t.approve_at < t.apply_at OR CAST(t.pay_month + INTERVAL '1' MONTH AS DATE) <= t.approve_at)
ORDER BY
    t.benefit_id
