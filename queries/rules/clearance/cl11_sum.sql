-- title:   不符的: 消除后纯收入等于四项收入之和减支出
-- grain:   one row per fault
-- params:  $until DATE   first day of the last month
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = what stands there, what should
-- reads:   scoped.clearance
WITH told AS (
    SELECT
        source_id,
        source_row,
        town_code,
        division_code,
        hh_id,
        hh_key,
        cleared_month,
        net_after,
        wage_after + property_after + transfer_after + operating_after - expense_after AS total
    FROM scoped.clearance
)

SELECT
    source_id,
    source_row,
    CAST($until AS DATE) AS stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    'net_after' AS column_name,
    CAST(net_after AS VARCHAR) AS said,
    CAST(total AS VARCHAR) AS wanted
FROM told
WHERE ABS(net_after - total) > 1
ORDER BY
    hh_id,
    cleared_month
