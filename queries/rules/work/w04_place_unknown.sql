-- title:   正在务工的，务工所在地写到县，能看出在省外、省内还是县内
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.employment_month
SELECT
    t.source_id,
    t.source_row,
    t.stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'place_name' AS column_name,
    COALESCE(t.place_name, '(空)') AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.employment_month AS t
WHERE
    t.stat_month BETWEEN $since AND $until
    AND t.working
    AND t.place_class IS NULL
ORDER BY
    t.stat_month,
    t.person_id
