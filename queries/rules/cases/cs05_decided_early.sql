-- title:   不符的: 公示结束之后才审定
-- grain:   one row per fault
-- params:  $until DATE   first day of the last month
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   days; cases as they stand, under the month $until
-- reads:   scoped.identification_case
SELECT
    source_id,
    source_row,
    CAST($until AS DATE) AS stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    'decided_at' AS column_name,
    CAST(decided_at AS VARCHAR) AS said,
    CAST(publicity_end AS VARCHAR) AS wanted
FROM scoped.identification_case
WHERE decided_at < publicity_end
ORDER BY case_id
