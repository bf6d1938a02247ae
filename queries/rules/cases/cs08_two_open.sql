-- title:   不符的: 一户同一种个案同时只有一件在办
-- grain:   one row per fault
-- params:  $until DATE   first day of the last month
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = open cases of the household and kind; cases as they stand, under the month $until
-- reads:   scoped.identification_case
WITH open_cases AS (
    SELECT
        source_id,
        source_row,
        town_code,
        division_code,
        hh_key,
        case_id,
        COUNT(*) OVER (PARTITION BY hh_id, case_kind) AS cases
    FROM scoped.identification_case
    WHERE result IS NULL
)

SELECT
    source_id,
    source_row,
    CAST($until AS DATE) AS stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    'state' AS column_name,
    CAST(cases AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM open_cases
WHERE cases > 1
ORDER BY case_id
