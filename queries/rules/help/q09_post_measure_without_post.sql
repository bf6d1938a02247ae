-- title:   有公益性岗位帮扶的户，家里有人在岗
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.measure, scoped.public_post
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'category' AS column_name,
    CAST(NULL AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.measure AS t
WHERE
    t.category = 'public_post'
    AND t.status = 'ongoing'
    AND t.start_date < CAST($until + INTERVAL '1' MONTH AS DATE)
    AND NOT EXISTS (
        SELECT 1
        FROM scoped.public_post AS g
        WHERE
            g.hh_id = t.hh_id
            AND g.start_month <= $until
            AND COALESCE(g.end_month, $until) >= $until
    )
ORDER BY
    t.measure_id
