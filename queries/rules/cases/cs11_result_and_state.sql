-- title:   不符的: 结果与状态相符
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
    'result' AS column_name,
    result AS said,
    CASE WHEN result IS NULL THEN 'lacks' ELSE 'differs' END AS wanted
FROM scoped.identification_case
WHERE
    (result IS NULL AND state IN ('CLUE_DISMISSED', 'NOT_ADMITTED', 'ACTIVE', 'CLEARED'))
    OR (result = 'admitted' AND state NOT IN ('SYSTEM_MARK', 'ACTIVE', 'CLEARED', 'NATURAL_EXIT', 'ROLLBACK'))
    OR (result = 'not_admitted' AND state <> 'NOT_ADMITTED')
    OR (result = 'dismissed' AND state <> 'CLUE_DISMISSED')
    OR (result = 'cleared' AND state NOT IN ('CLR_MARK', 'CLEARED', 'ROLLBACK', 'NATURAL_EXIT'))
ORDER BY case_id
