-- title:   就业渠道为公益性岗位的，在公益性岗位表里有在岗记录
-- grain:   one row per fault
-- params:  $since DATE, $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.employment_month, scoped.public_post
SELECT
    t.source_id,
    t.source_row,
    t.stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'channel' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.employment_month AS t
WHERE
    t.stat_month BETWEEN $since AND $until
    AND t.working
    AND t.channel = '公益性岗位'
    AND NOT EXISTS (
        SELECT 1
        FROM scoped.public_post AS g
        WHERE
            g.person_id = t.person_id
            AND g.start_month <= t.stat_month
            AND COALESCE(g.end_month, t.stat_month) >= t.stat_month
    )
ORDER BY
    t.stat_month,
    t.person_id
