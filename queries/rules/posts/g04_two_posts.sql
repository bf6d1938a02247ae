-- title:   一个人同时至多一个公益性岗位
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.public_post
WITH
placed AS (
    SELECT
        g.source_id,
        g.source_row,
        g.town_code,
        g.division_code,
        g.hh_key,
        g.post_id,
        COUNT(*) OVER (PARTITION BY g.person_id) AS posts
    FROM scoped.public_post AS g
    WHERE
        g.start_month <= $until
        AND COALESCE(g.end_month, $until) >= $until
)

SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'post_id' AS column_name,
    CAST(t.posts AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM placed AS t
WHERE
    t.posts = 2
ORDER BY
    t.post_id
