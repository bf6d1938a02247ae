-- title:   存在风险和失败的产业写明处置措施
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.industry_operation
SELECT
    t.source_id,
    t.source_row,
    LEAST(CAST(CONCAT(CAST(t.year AS VARCHAR), '-12-01') AS DATE), $until) AS stat_month,
    t.town_code,
    t.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    t.industry_id AS object_key,
    'rescue' AS column_name,
    t.operation_state AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.industry_operation AS t
WHERE
    t.year BETWEEN EXTRACT(YEAR FROM $since) - 1 AND EXTRACT(YEAR FROM $until)
    AND t.operation_state <> 'good'
    AND t.rescue IS NULL
ORDER BY
    t.year,
    t.quarter,
    t.industry_id
