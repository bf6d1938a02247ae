-- title:   在岗人员有劳动能力
-- grain:   one row per fault
-- params:  $until DATE
-- columns: source_id VARCHAR, source_row INTEGER, stat_month DATE, town_code VARCHAR, division_code VARCHAR,
--          hh_key VARCHAR, object_key VARCHAR, column_name VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   -
-- reads:   scoped.public_post, scoped.person_month
SELECT
    t.source_id,
    t.source_row,
    CAST($until AS DATE) AS stat_month,
    t.town_code,
    t.division_code,
    t.hh_key,
    t.hh_key AS object_key,
    'person_id' AS column_name,
    CASE WHEN p.labour = 'lost' THEN '丧失劳动力' ELSE '无劳动力' END AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM scoped.public_post AS t
INNER JOIN scoped.person_month AS p
    ON
        t.person_id = p.person_id
        AND p.stat_month = $until
WHERE
    t.start_month <= $until
    AND COALESCE(t.end_month, $until) >= $until
    AND p.labour IN ('lost', 'none')
ORDER BY
    t.post_id
