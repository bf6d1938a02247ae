-- title:   不符的: 个案的日期不在数据月份之后
-- grain:   one row per fault
-- params:  $until DATE   first day of the last month
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = day; cases as they stand, under the month $until
-- reads:   scoped.identification_case
SELECT
    source_id,
    source_row,
    CAST($until AS DATE) AS stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    CASE WHEN clue_at >= CAST($until + INTERVAL '1' MONTH AS DATE) THEN 'clue_at' ELSE 'state_at' END AS column_name,
    CAST(GREATEST(clue_at, state_at) AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.identification_case
WHERE GREATEST(clue_at, state_at) >= CAST($until + INTERVAL '1' MONTH AS DATE)
ORDER BY case_id
