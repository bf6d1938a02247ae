-- title:   不符的: 出生日期与证件号码一致
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
    'birth_date' AS column_name,
    CAST(birth_date AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.person_month
WHERE
    stat_month BETWEEN $since AND $until
    AND LENGTH(id_no) IN (18, 20, 22)
    AND REPLACE(CAST(birth_date AS VARCHAR), '-', '') <> SUBSTR(id_no, 7, 8)
ORDER BY
    stat_month,
    person_id
