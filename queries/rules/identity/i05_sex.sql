-- title:   不符的: 性别与证件号码一致
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
    'sex' AS column_name,
    sex AS said,
    CASE WHEN SUBSTR(id_no, 17, 1) IN ('1', '3', '5', '7', '9') THEN 'male' ELSE 'female' END AS wanted
FROM scoped.person_month
WHERE
    stat_month BETWEEN $since AND $until
    AND LENGTH(id_no) IN (18, 20, 22)
    AND sex <> CASE WHEN SUBSTR(id_no, 17, 1) IN ('1', '3', '5', '7', '9') THEN 'male' ELSE 'female' END
ORDER BY
    stat_month,
    person_id
