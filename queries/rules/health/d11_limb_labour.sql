-- title:   肢体残疾一、二级的，劳动技能不是技能、普通劳动力
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.person_month
SELECT
    t.source_id,
    t.source_row,
    t.stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'labour' AS column_name,
    t.labour AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.person_month AS t
WHERE
    t.stat_month BETWEEN $since AND $until
    AND t.in_household
    AND LENGTH(t.id_no) IN (20, 22)
    AND SUBSTR(t.id_no, 19, 1) = '4'
    AND SUBSTR(t.id_no, 20, 1) IN ('1', '2')
    AND t.labour IN ('skilled', 'ordinary')
ORDER BY
    t.stat_month,
    t.person_id
