-- title:   不符的: 部门推送的写明部门，其他的不写
-- grain:   one row per fault
-- params:  $until DATE   first day of the last month
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   cases as they stand, under the month $until
-- reads:   scoped.identification_case
SELECT
    source_id,
    source_row,
    CAST($until AS DATE) AS stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    'dept_code' AS column_name,
    dept_code AS said,
    CASE WHEN dept_code IS NULL THEN 'lacks' ELSE 'extra' END AS wanted
FROM scoped.identification_case
WHERE
    clue_channel IS NOT NULL
    AND (clue_channel = 'dept_push') <> (dept_code IS NOT NULL)
ORDER BY case_id
