-- title:   就业渠道为公益性岗位、帮扶车间的，务工地在县内
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
    'channel' AS column_name,
    t.channel AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.employment_month AS t
WHERE
    t.stat_month BETWEEN $since AND $until
    AND t.channel IN ('公益性岗位', '帮扶车间')
    AND t.place_class IN ('city', 'province', 'out', 'abroad')
ORDER BY
    t.stat_month,
    t.person_id
