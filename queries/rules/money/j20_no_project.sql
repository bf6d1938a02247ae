-- title:   每一笔支付写明项目
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.disbursement
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    CAST(NULL AS VARCHAR) AS division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.pay_id AS object_key,
    'project_id' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.disbursement AS t
WHERE
    t.project_id IS NULL
ORDER BY
    t.pay_id
