-- title:   预警的个案在个案表里
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.department_warning, scoped.identification_case
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'case_id' AS column_name,
    t.case_id AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.department_warning AS t
WHERE
    t.case_id IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM scoped.identification_case AS c
        WHERE c.case_id = t.case_id
    )
ORDER BY
    t.push_id
