-- title:   支付日期不早于计划下达日期
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.disbursement, scoped.project
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    CAST(NULL AS VARCHAR) AS division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.pay_id AS object_key,
    'pay_date' AS column_name,
    CAST(t.pay_date AS VARCHAR) AS said,
    CAST(p.plan_order_at AS VARCHAR) AS wanted
FROM scoped.disbursement AS t
INNER JOIN scoped.project AS p ON t.project_id = p.project_id
WHERE
    t.pay_date < p.plan_order_at
ORDER BY
    t.pay_id
