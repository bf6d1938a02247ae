-- title:   贷款状态与逾期天数相符
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
    CASE WHEN t.status = 'overdue' THEN 'overdue_days' ELSE 'status' END AS column_name,
    CAST(t.overdue_days AS VARCHAR) AS said,
    CASE WHEN t.status = 'overdue' THEN 'days' ELSE 'status' END AS wanted
FROM scoped.microloan AS t
WHERE
    (
        (t.status = 'overdue' AND COALESCE(t.overdue_days, 0) = 0)
        OR (t.status IN ('normal', 'renewed', 'extended', 'repaid') AND t.overdue_days > 0)
    )
ORDER BY
    t.loan_id
