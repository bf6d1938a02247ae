-- title:   不符的: 部门推送的线索在规定天数内核实
-- grain:   one row per fault
-- params:  $until DATE   first day of the last month
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = days, to the end of the month where it is still unchecked; cases as they stand, under the
--          month $until
-- reads:   scoped.identification_case, scoped.threshold
WITH limits AS (
    SELECT
        COALESCE(
            MAX(warn) FILTER (WHERE name = 'clue_check_days' AND division_code IS NOT NULL),
            MAX(warn) FILTER (WHERE name = 'clue_check_days')
        ) AS days
    FROM scoped.threshold
)

SELECT
    one.source_id,
    one.source_row,
    CAST($until AS DATE) AS stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.hh_key AS object_key,
    'checked_at' AS column_name,
    CAST(
        UNIX_DATE(COALESCE(one.checked_at, CAST(CAST($until + INTERVAL '1' MONTH AS DATE) - INTERVAL '1' DAY AS DATE)))
        - UNIX_DATE(one.clue_at) AS VARCHAR
    ) AS said,
    CAST(CAST(limits.days AS INTEGER) AS VARCHAR) AS wanted
FROM scoped.identification_case AS one
CROSS JOIN limits
WHERE
    one.clue_channel = 'dept_push'
    AND (one.checked_at IS NOT NULL OR one.result IS NULL)
    AND UNIX_DATE(COALESCE(one.checked_at, CAST(CAST($until + INTERVAL '1' MONTH AS DATE) - INTERVAL '1' DAY AS DATE)))
    - UNIX_DATE(one.clue_at)
    > limits.days
ORDER BY one.case_id
