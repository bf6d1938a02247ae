-- title:   不符的: 居民医保和职工医保参加一种
-- grain:   one row per fault
-- params:  $since DATE, $until DATE   first days of months, both included
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said, wanted = what stands there, what should
-- reads:   scoped.person_month
SELECT
    source_id,
    source_row,
    stat_month,
    town_code,
    division_code,
    hh_key,
    hh_key AS object_key,
    'insured_resident' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CASE WHEN insured_resident THEN 'both' ELSE 'neither' END AS wanted
FROM scoped.person_month
WHERE
    stat_month BETWEEN $since AND $until
    AND in_household
    AND insured_resident = insured_employee
ORDER BY
    stat_month,
    person_id
