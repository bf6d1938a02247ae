-- title:   有残疾人证的，健康状况含残疾
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
    'health' AS column_name,
    t.health AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.person_month AS t
WHERE
    t.stat_month BETWEEN $since AND $until
    AND t.in_household
    AND LENGTH(t.id_no) IN (20, 22)
    AND t.health NOT LIKE '%disabled%'
ORDER BY
    t.stat_month,
    t.person_id
