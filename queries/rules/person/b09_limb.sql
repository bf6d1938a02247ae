-- title:   不符的: 一、二级肢体残疾的，不是普通劳动力或技能劳动力
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
    'labour' AS column_name,
    labour AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.person_month
WHERE
    stat_month BETWEEN $since AND $until
    AND LENGTH(id_no) IN (20, 22)
    AND SUBSTR(id_no, 19, 2) IN ('41', '42')
    AND labour IN ('ordinary', 'skilled')
ORDER BY
    stat_month,
    person_id
