-- title:   不符的: 与户主关系和性别相符
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
    'relation' AS column_name,
    relation AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.person_month
WHERE
    stat_month BETWEEN $since AND $until
    AND LENGTH(id_no) IN (18, 20, 22)
    AND (
        (
            SUBSTR(id_no, 17, 1) IN ('1', '3', '5', '7', '9')
            AND relation IN ('之女', '之儿媳', '之孙女', '之外孙女', '之母', '之岳母', '之婆婆', '之祖母', '之侄女', '之曾孙女')
        )
        OR (
            NOT SUBSTR(id_no, 17, 1) IN ('1', '3', '5', '7', '9')
            AND relation IN ('之子', '之女婿', '之孙子', '之外孙子', '之父', '之岳父', '之公公', '之祖父', '之侄儿', '之曾孙子')
        )
    )
ORDER BY
    stat_month,
    person_id
