-- title:   不符的: 从线索到系统标注不超过规定时限
-- grain:   one row per fault
-- params:  $until DATE   first day of the last month
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = day of the end, or the deadline of what is still open; cases as they stand, under the month $until
-- reads:   scoped.identification_case
SELECT
    source_id,
    source_row,
    CAST($until AS DATE) AS stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    'due_at' AS column_name,
    CAST(COALESCE(marked_at, CASE WHEN result IS NOT NULL THEN state_at END, due_at) AS VARCHAR) AS said,
    CASE WHEN marked_at IS NULL AND result IS NULL THEN 'open' ELSE 'late' END AS wanted
FROM scoped.identification_case
WHERE
    case_kind = 'identify'
    AND COALESCE(marked_at, CASE WHEN result IS NOT NULL THEN state_at END, CAST($until + INTERVAL '1' MONTH AS DATE))
    > due_at
    AND due_at < CAST($until + INTERVAL '1' MONTH AS DATE)
ORDER BY case_id
